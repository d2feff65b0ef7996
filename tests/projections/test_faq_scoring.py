"""The score of an entry: between 0 and 1, 1 for its own words, less for each word that it has not."""

from hypothesis import given
from hypothesis import strategies as st

from projections.faq_scoring import UNASKED, Candidate, Heard, Question, Vocabulary

LEXEMES = st.sampled_from(["prix", "soin", "jour", "rdv", "annul", "parking", "gratuit"])
PHRASINGS = st.lists(st.lists(LEXEMES, unique=True, max_size=4), min_size=1, max_size=4)
HEARD = st.builds(Heard, LEXEMES, st.floats(0.5, 1), st.sampled_from([0.0, 0.5, 1.0, 5.0]))

VOCABULARY = Vocabulary(10, {"prix": 2, "soin": 5, "rdv": 2, "annul": 1, "parking": 1})
BOOKING = Candidate([["rdv"], ["reserv", "soin"]], [], ["lign"], VOCABULARY)
CANCELLING = Candidate([["annul", "rdv"], ["decal", "rdv"]], [1], [], VOCABULARY)


def said(*lexemes: str, stated: bool = False, **costs: float) -> Question:
    return Question([[Heard(lexeme, 1.0, costs.get(lexeme, 1.0)) for lexeme in lexemes]], stated=stated)


@given(st.lists(st.lists(HEARD, max_size=5), max_size=4), PHRASINGS, st.lists(LEXEMES), st.booleans())
def test_a_score_is_between_0_and_1(
    clauses: list[list[Heard]], phrasings: list[list[str]], answer: list[str], stated: bool
) -> None:
    score = Candidate(phrasings, [0], answer, VOCABULARY).score(Question(clauses, stated=stated))
    assert 0 <= score <= 1


def test_the_words_of_a_phrasing_score_1() -> None:
    assert BOOKING.score(said("rdv")) == 1
    assert CANCELLING.score(said("rdv", "annul")) == 1


def test_the_rarer_word_decides() -> None:
    assert CANCELLING.score(said("annul", "soin")) > BOOKING.score(said("annul", "soin"))


def test_a_word_that_the_entry_has_not_costs_what_it_is_said_to_cost() -> None:
    free, usual, grave = (BOOKING.score(said("rdv", "tatouag", tatouag=cost)) for cost in (0.0, 1.0, 5.0))
    assert 1 == free > usual > grave > 0


def test_a_word_of_the_answer_counts_for_less_and_finds_nothing_alone() -> None:
    assert BOOKING.score(said("rdv")) > BOOKING.score(said("rdv", "lign")) > BOOKING.score(said("rdv", "tatouag"))
    assert BOOKING.score(said("lign")) == 0


def test_a_day_alone_finds_nothing() -> None:
    opening = Candidate([["ouvert", "jour"]], [], [], VOCABULARY)
    assert opening.score(said("jour")) == 0
    assert opening.score(said("jour", "ouvert")) == 1


def test_what_is_only_told_is_for_the_phrasings_that_only_tell() -> None:
    assert CANCELLING.score(said("decal", "rdv", stated=True)) == 1
    assert BOOKING.score(said("rdv", stated=True)) == UNASKED


def test_the_best_clause_counts_and_the_rest_of_the_message_is_not_forgotten() -> None:
    alone = BOOKING.score(Question([[Heard("rdv", 1.0)]]))
    aside = BOOKING.score(Question([[Heard("rdv", 1.0)], [Heard("tatouag", 1.0)]]))
    together = BOOKING.score(said("rdv", "tatouag"))
    assert alone > aside >= together > 0
