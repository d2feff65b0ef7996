"""The desk of an agent, live: what customers write comes by itself, what one answers leaves, a cut line heals."""

import re
import statistics
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Request, expect

from tests.e2e.customers import Customer
from tests.e2e.system import at_once, until
from tests.web.person import Person

# Resolves to the moment (seconds since 1970) when a text first is in an element.
SEEN_AT = """([selector, text]) => {
  const now = () => (performance.timeOrigin + performance.now()) / 1000;
  const there = () => [...document.querySelectorAll(selector)].some((one) => one.textContent.includes(text));
  window.seenAt ??= {};
  window.seenAt[selector] = new Promise((found) => {
    const observer = new MutationObserver(() => { if (there()) { observer.disconnect(); found(now()); } });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}"""
LIST, THREAD = "[data-testid=conversations]", "[data-testid=thread]"


def test_a_message_comes_into_the_list_and_the_thread_by_itself(sophie: Person) -> None:
    ada = Customer(sophie.system, name="Ada Sauvage")
    ada.writes("Bonjour")
    ada.until_answered("read")
    sophie.opens_conversation(ada.number)
    sophie.is_told_live()
    waits: dict[str, list[float]] = {LIST: [], THREAD: []}
    for number in range(5):
        text = f"Message numéro {number}"
        for place in waits:
            sophie.page.evaluate(SEEN_AT, [place, text])
        assert ada.writes(text).status_code == 200
        answered = time.time()
        for place, waited in waits.items():
            waited.append(sophie.page.evaluate("(place) => window.seenAt[place]", place) - answered)
    for place, waited in waits.items():
        told = ", ".join(f"{wait * 1000:.0f}" for wait in waited)
        print(f"from the webhook's 200 to {place}: {told} ms")  # noqa: T201 - pytest -s shows it
        assert statistics.median(waited) < 5


def test_a_person_takes_over_and_answers_and_sees_it_read(sophie: Person) -> None:
    ada = Customer(sophie.system)
    ada.writes("Je veux parler à quelqu'un")
    ada.until_answered("read")
    sophie.opens_conversation(ada.number)
    sophie.page.get_by_role("button", name="Prendre", exact=True).click()
    expect(sophie.page.get_by_text("Vous répondez à cette conversation.")).to_be_visible()
    sophie.page.get_by_label("Votre réponse").fill("Bonjour, je m'en occupe.")
    sophie.page.keyboard.press("Control+Enter")
    answer = sophie.bubbles.filter(has_text="Bonjour, je m'en occupe.")
    expect(answer).to_have_attribute("data-author", "user")
    expect(answer.locator("[data-status=read]")).to_be_attached()
    expect(answer.get_by_text(re.compile("^Lu"))).to_be_attached()
    expect(sophie.page.get_by_label("Votre réponse")).to_have_value("")
    assert "Bonjour, je m'en occupe." in str(sophie.system.calls(ada.number)[-1])


def test_a_cut_line_is_shown_stops_the_hand_and_heals_without_a_gap(sophie: Person) -> None:
    ada = Customer(sophie.system, name="Ada Sauvage")
    ada.writes("Je veux parler à quelqu'un")
    ada.until_answered("read")
    sophie.opens_conversation(ada.number)
    sophie.is_told_live()
    sophie.page.get_by_label("Votre réponse").fill("Un instant")
    send = sophie.page.get_by_role("button", name="Envoyer", exact=True)
    expect(send).to_be_enabled()

    sophie.expects("ERR_INTERNET_DISCONNECTED|ERR_NETWORK_CHANGED")
    sophie.context.set_offline(True)
    expect(sophie.page.get_by_text("Connexion perdue")).to_be_visible()
    expect(sophie.page.get_by_text("votre texte est gardé")).to_be_visible()
    expect(send).to_be_disabled()
    sophie.page.get_by_label("Votre réponse").press("Control+Enter")
    others = [Customer(sophie.system) for _ in range(18)]
    work = [_writing(one, f"Message {turn}") for turn in range(10) for one in (ada, ada, *others)]
    assert {answer.status_code for answer in at_once(work, 8)} == {200}
    until(lambda: len(ada.said()) == 21, 60)

    lives = _requests_of_the_stream(sophie)
    sophie.context.set_offline(False)
    expect(sophie.page.get_by_text("Connexion perdue")).to_have_count(0)
    expect(send).to_be_enabled()
    assert lives and all(request.headers.get("last-event-id") for request in lives), "it went on from where it was"
    until(lambda: _settled(ada, others), 60)
    expect(sophie.bubbles).to_have_count(len(ada.messages()))
    assert _said_on_screen(sophie) == sorted(ada.said())
    expect(sophie.page.get_by_label("Votre réponse")).to_have_value("Un instant")
    on_server = sophie.system.http.get("/api/conversations", params={"limit": 10}).json()["data"]
    wanted = [_words_of(line) for line in on_server]
    expect(sophie.lines.first).to_contain_text(wanted[0])
    assert [_id_of(href) for href in _hrefs(sophie)[:10]] == [line["conversation_id"] for line in on_server]


def _writing(customer: Customer, text: str) -> Callable[[], Any]:
    return lambda: customer.writes(text)


def _requests_of_the_stream(person: Person) -> list[Request]:
    found: list[Request] = []
    person.page.on("request", lambda request: found.append(request) if request.url.endswith("/api/live") else None)
    return found


def _settled(ada: Customer, others: list[Customer]) -> bool:
    """Everybody was answered, and every answer was read: nothing is about to move any more."""
    heads = [one.answers()[-1:] for one in (ada, *others)]
    return all(head and head[0]["status"] == "read" for head in heads)


def _said_on_screen(person: Person) -> list[str]:
    texts = person.bubbles.locator("p.whitespace-pre-wrap").all_inner_texts()
    authors = [bubble.get_attribute("data-author") for bubble in person.bubbles.all()]
    return sorted(text for text, author in zip(texts, authors, strict=True) if author == "contact")


def _hrefs(person: Person) -> list[str]:
    return [line.get_attribute("href") or "" for line in person.lines.all()]


def _id_of(href: str) -> str:
    found = re.search(r"/conversations/([0-9a-f-]{36})", href)
    assert found
    return found[1]


def _words_of(line: dict[str, Any]) -> str:
    return str(line["last_preview"])
