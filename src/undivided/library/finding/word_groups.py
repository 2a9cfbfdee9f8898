"""Words of shops and help desks that mean nearly the same, so that a visitor's word finds ours.

English only; for other languages a response is found by its own words and tags. Each line is
a group: a word of it stands for the others, with less weight than for itself.
"""

_GROUPS = """
parcel package shipment delivery order
deliver ship send shipping dispatch arrive
late delay overdue supposed waiting
track follow whereabouts
lost missing never
refund money reimburse
return back exchange
swap exchange replace instead
size large small medium bigger smaller
broken damaged cracked crushed defective scratched
wrong different mistake incorrect
cancel stop undo
pay payment paid charge transfer
charge double twice
invoice receipt bill
card credit visa mastercard
voucher coupon code promo discount
discount sale offer cheaper reduction
price cost fee charge expensive
stock available availability
recommend choose advice suggest
compatible fit work
password pin login
sign log login signin
locked blocked
account profile
mail email
call phone telephone ring speak talk
human person colleague boss manager supervisor
angry annoyed upset ridiculous unacceptable
complaint complain
open hours closed closing
shop store showroom
collect pickup fetch
fast express quick urgent
country abroad international overseas
customs duty tax
door floor upstairs stairs
neighbour neighbor
warranty guarantee
repair fix mend
manual instructions guide
assemble build assembly
wash clean washing cleaning
monthly instalments rates installments
bulk quantity pieces wholesale
colour color
material fabric made
allergy allergens ingredients contain nuts gluten
difference compare versus
gift present
delete remove erase
newsletter mailing
app application
crash close freeze
error wrong message
basket cart
data privacy
subscription plan membership
pause skip
trial test free
job hiring career vacancy
review rating feedback
plastic packaging environment
part piece spare
used secondhand refurbished
bought purchased ordered
half partial
photo picture
cancel end quit terminate
sold soldout unavailable
stopped broken
address street
receipt confirmation
"""

GROUPS = tuple(tuple(line.split()) for line in _GROUPS.strip().splitlines())
