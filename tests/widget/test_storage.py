"""Storage that is cleared, full or forbidden: the words stay in the page, which says so."""

import pytest

from tests.widget.shop import ScriptedOperator, Shop, Visitor

pytestmark = [pytest.mark.plain_loop, pytest.mark.asyncio(loop_scope="module")]

LOST_WITH_PAGE = "What is not sent yet is lost when you close this page."
KEPT = "Your message is kept and goes out by itself."
FULL = """
IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
"""


async def test_cleared_storage_is_told_and_the_words_stay_and_go_out(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await visitor.state_of("Hello", "sent")
    shop.server.kill()
    await visitor.says("Only on this page")
    await visitor.is_told(KEPT)
    await visitor.clear_storage()
    await visitor.is_told(LOST_WITH_PAGE)
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.frame.wait_for("document.querySelectorAll('.stamp.sending').length === 0", 60)

    assert await visitor.bubbles() == ["Hello", "Only on this page"]
    assert await again.texts(chat["id"]) == ["Hello", "Only on this page"]
    await again.close()


async def test_next_message_after_clearing_keeps_everything_again(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await visitor.state_of("Hello", "sent")
    shop.server.kill()
    await visitor.says("Before")
    await visitor.clear_storage()
    await visitor.is_told(LOST_WITH_PAGE)
    await visitor.says("After")
    await visitor.is_told(KEPT)
    await visitor.page.open("about:blank")
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.comes_back(shop.address())
    await visitor.state_of("After", "sent")

    assert await again.texts(chat["id"]) == ["Hello", "Before", "After"]
    await again.close()


async def test_cleared_between_visits_makes_a_new_visitor_without_old_words(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("As the first visitor")
    first = await operator.next_chat()
    await visitor.state_of("As the first visitor", "sent")
    await visitor.page.open("about:blank")
    await visitor.page.send("Storage.clearDataForOrigin", origin=shop.url, storageTypes="indexeddb")
    await visitor.comes_back(shop.address())
    await visitor.sees("new")
    before = await visitor.bubbles()
    await visitor.say("As the second")
    second = await operator.next_chat()

    assert before == []
    assert second["id"] != first["id"]
    assert await operator.texts(first["id"]) == ["As the first visitor"]
    assert await operator.texts(second["id"]) == ["As the second"]


async def test_two_visitors_of_one_browser_are_never_mixed(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.say("As the first visitor")
    first = await operator.next_chat()
    # Then nothing more is written, which would bring this visitor back.
    await visitor.state_of("As the first visitor", "sent")
    await visitor.clear_storage()
    other = await shop.visitor("rugs.html")
    await other.open()
    await other.sees("new")
    await other.say("As the second")
    second = await operator.next_chat()
    await visitor.say("Still the first")
    await visitor.state_of("Still the first", "sent")

    assert await operator.texts(first["id"]) == ["As the first visitor", "Still the first"]
    assert await operator.texts(second["id"]) == ["As the second"]
    assert await other.bubbles() == ["As the second"]


@pytest.mark.parametrize(
    "trouble", [FULL, "indexedDB.open = undefined; IDBDatabase.prototype.transaction = undefined"],
    ids=["full", "forbidden"],
)  # fmt: skip
async def test_full_or_forbidden_storage_is_told_and_nothing_is_lost(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator, trouble: str
) -> None:
    token = shop.server.add_operator("jonas@example.com", name="Jonas Berg").token
    await visitor.say("Hello")
    chat = await operator.next_chat()
    await visitor.state_of("Hello", "sent")
    await visitor.frame.evaluate(trouble)
    shop.server.kill()
    await visitor.says("one", "two")
    await visitor.is_told(LOST_WITH_PAGE)
    shop.server.start()
    again = await ScriptedOperator.sign_in(shop.server, token)
    await visitor.frame.wait_for("document.querySelectorAll('.stamp.sending').length === 0", 60)
    await visitor.frame.wait_for("document.querySelector('.banner').hidden")

    assert await again.texts(chat["id"]) == ["Hello", "one", "two"]
    assert await visitor.bubbles() == ["Hello", "one", "two"]
    await again.close()


async def test_database_that_never_answers_holds_up_nothing_for_long(
    visitor: Visitor, operator: ScriptedOperator
) -> None:
    await visitor.frame.evaluate(
        "Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {set() {}}) && 0"
    )
    await visitor.say("Written all the same")
    chat = await operator.next_chat()
    await visitor.state_of("Written all the same", "sent")

    assert await operator.texts(chat["id"]) == ["Written all the same"]


async def test_text_is_stored_before_it_leaves_the_field(
    shop: Shop, visitor: Visitor, operator: ScriptedOperator
) -> None:
    shop.server.kill()
    await visitor.frame.evaluate(
        """
        (() => {
          window.found = [];
          const text = document.querySelector('#message');
          const value = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
          Object.defineProperty(text, 'value', {
            get() { return value.get.call(text); },
            set(next) {
              value.set.call(text, next);
              const asked = indexedDB.open(`undivided:${new URLSearchParams(location.search)
                .get('organization_id')}`);
              asked.onsuccess = () => {
                const kept = asked.result.transaction('kept').objectStore('kept').getAll();
                kept.onsuccess = () => {
                  window.found.push([next, kept.result.filter(one => one?.text).length]);
                  asked.result.close();
                };
              };
            },
          });
        })()
        """
    )
    await visitor.say("Kept first")
    found = await visitor.frame.wait_for("window.found.length && window.found")

    assert found[0] == ["", 1]
