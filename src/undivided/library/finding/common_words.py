"""Words that say nothing about what somebody wants: left out when a message is looked up.

Small words of the languages that visitors of our users write most, and what people say to be
polite. Folded, as `folding.fold` does it.
"""

_ENGLISH = """
a about after again all already also am an and any anybody anyone anything are as at be because
been before being best both but by can cannot cant come comes could couldnt d did didnt do does
doesnt doing done dont for from get gets getting give go goes going got had has hasnt have havent
having he her here him his how i id if ill im in into is isnt it its ive just know let like ll
look looking m make many may maybe me might more most much must my need needs never no not now of
off on one only or other our out over please possible put re really s same say says see shall she
should so some somebody someone something still such t take tell than that thats the their them
then there theres these they thing things think this those through to too try u under until up us
use using ve very want wanted wants was wasnt way we well were what whats when where which while
who whole whom whos why will with without wont work works would wouldnt yes yet you your yours
"""
_POLITE = """
afternoon anyway bye cheers day dear evening fine good goodbye great haha happy hello help hey hi
hope kind kindly lovely moment morning name nice ok okay one perfect problem question sir madam
sorry sure thank thanks thx today tomorrow wait weather welcome wonderful write yeah yep yesterday
"""
_GERMAN = """
aber alle als also am an auch auf aus bei bin bis bitte da danke dann das dass dem den der des die
dies diese doch dort du ein eine einem einen einer er es etwas fur gibt guten habe haben hallo hat
hatte ich ihr ihre im in ist ja kann kein keine konnen konnte man mein meine mich mir mit mochte
muss nach nein nicht noch nur ob oder schon sehr sein sich sie sind so tag und uns vom von war
wann warum was wenn wer wie wieder wir wird wo wurde zu zum zur
"""
_FRENCH = """
ai au aux avec bonjour ce cela ces cette comme dans de des du elle en est et ete etre il ils je la
le les leur ma mais me merci mes moi mon ne nous on ou par pas plus pour quand que quel quelle qui
sa sans se ses si son sont sur te tu un une va vos votre vous
"""
_SPANISH = """
al algo como con cual cuando de del donde el ella en es esta este estoy favor gracias ha hay hola
la las le lo los me mi muy no o para pero por porque puede puedo que quiero se si sin son su sus
tengo un una usted y ya yo
"""

COMMON_WORDS = frozenset(f"{_ENGLISH} {_POLITE} {_GERMAN} {_FRENCH} {_SPANISH}".split())
