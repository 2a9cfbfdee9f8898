"""The coach's kin, made together: what looks after chats while they go on, and the keys to it."""

from collections.abc import Callable, Mapping

from undivided.app.attention import Attention
from undivided.app.chat_control import ChatControl
from undivided.app.coach.closing_control import ClosingControl
from undivided.app.coach.coach_book import CoachBook
from undivided.app.coach.coach_control import CoachControl
from undivided.app.coach.mood_control import MoodControl, Offer
from undivided.app.coach.needs_control import NeedsControl
from undivided.app.coach.order_guide_control import OrderGuideControl
from undivided.app.coach.order_page_control import OrderPageControl
from undivided.app.coach.playbook_control import PlaybookControl
from undivided.app.coach.question_control import QuestionControl
from undivided.app.coach.selling_control import SellingControl
from undivided.app.coach.summary_control import SummaryControl
from undivided.app.coach.temper_control import TemperControl
from undivided.app.coach.tone_control import ToneControl
from undivided.app.coach.topic_control import TopicControl
from undivided.app.responses.library_control import LibraryControl
from undivided.app.session_context import SessionContext
from undivided.app.settings_control import SettingsControl
from undivided.app.supervisor_control import SupervisorControl


class CoachRoom:
    """Makes each control; they live as long as the window.

    Args:
        offer: Shows a sentence with one act until it is taken or put away.
        transfer: Offers the shown chat to a colleague.

    Attributes:
        acts: What keys reach, by the action's name.
    """

    def __init__(
        self,
        context: SessionContext,
        chats: ChatControl,
        library: LibraryControl,
        book: CoachBook,
        coach: CoachControl,
        *,
        attention: Attention,
        settings: SettingsControl,
        offer: Offer,
        transfer: Callable[[], None],
    ) -> None:
        facts = library.insertion.facts
        settings.coach_requested.connect(coach.open_sheet)
        coach.limited.connect(lambda name, value: settings.set(**{name: value}))
        ClosingControl(context, chats, facts, book)
        NeedsControl(context, facts, book)
        PlaybookControl(context, facts, coach)
        ToneControl(context, facts, book, settings)
        questions = QuestionControl(context, chats, facts, book)
        topics = TopicControl(context, coach.topics)
        moods = MoodControl(context, chats, facts, book, offer)
        OrderPageControl(context, book)
        OrderGuideControl(context, facts, book, library.panel, settings)
        selling = SellingControl(context, chats, facts, book)
        summaries = SummaryControl(context, chats, facts, book)
        tempers = TemperControl(context, chats, facts, book, library)
        supervisors = SupervisorControl(
            context,
            chats,
            attention,
            offer,
            last_insult=lambda: tempers.last_insult,
            transfer=transfer,
        )
        self.acts: Mapping[str, Callable[[], None]] = {
            "take_break": moods.take_break,
            "said_no": selling.turn,
            "is_buying": selling.turn_buying,
            "topic": topics.ask,
            "tick_question": questions.tick,
            "sum_up": summaries.sum_up,
            "calm": tempers.take_step,
            "supervisor": supervisors.call,
            "abuse_note": tempers.note,
        }
