"""What is asked together is answered together, by one of those who ask: no thread is woken for it.

Whoever waits for an answer while nobody answers takes the lead, and answers all that was asked, batch after batch,
until their own question was among it; then another of those who wait leads. For one who asks alone it is a call.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

MOST_AT_ONCE = 256

Q = TypeVar("Q")
A = TypeVar("A")


class Abandoned(Exception):
    """Who was to answer did not come to the end."""


class Asked(Generic[Q, A]):
    """A question that was asked. One thread at a time waits for its answer."""

    __slots__ = ("_combined", "answer", "question", "woken")

    def __init__(self, combined: "Combined[Q, A]", question: Q) -> None:
        self._combined = combined
        self.question = question
        self.answer: list[A | Exception] = []
        """empty until there is one"""
        self.woken = Lock()
        self.woken.acquire()

    def result(self) -> A:
        """The answer, once it is there. Raises the one that is an exception."""
        self._combined.wait_for(self)
        answer = self.answer[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


class Combined(Generic[Q, A]):
    """`answer` gives as many answers as it is given questions, in order; one that is an exception is raised to who
    asked. When it raises for many, it is asked again for each, so that one bad question fails alone. When the thread
    that answers is interrupted the others are told `abandoned`: what they asked for may be done, or not."""

    def __init__(
        self, answer: Callable[[Sequence[Q]], Sequence[A | Exception]], *, abandoned: type[Exception] = Abandoned
    ) -> None:
        self._answer = answer
        self._abandoned = abandoned
        self._lock = Lock()
        self._asked: list[Asked[Q, A]] = []
        self._waiting: dict[Asked[Q, A], None] = {}
        """those that a thread waits for, in order"""
        self._leader: Asked[Q, A] | None = None

    def ask(self, question: Q) -> Asked[Q, A]:
        """It is answered when somebody next waits for an answer."""
        asked = Asked(self, question)
        with self._lock:
            self._asked.append(asked)
        return asked

    def wait_for(self, asked: Asked[Q, A]) -> None:
        """Until it is answered: by who leads, or by this thread, when nobody does."""
        try:
            if not self._takes_the_lead(asked):
                asked.woken.acquire()
            while not asked.answer:
                self._answer_some()
        finally:
            self._leave(asked)

    def answer_all(self) -> None:
        """Answer what was asked and nobody has waited for yet."""
        with self._lock:
            left = list(self._asked)
        for asked in left:
            self.wait_for(asked)

    def _takes_the_lead(self, asked: Asked[Q, A]) -> bool:
        """Whether the thread need not wait: it leads, or the answer is there."""
        with self._lock:
            if asked.answer:
                return True
            if self._leader is not None:
                self._waiting[asked] = None
                return False
            self._leader = asked
            return True

    def _answer_some(self) -> None:
        with self._lock:
            batch, self._asked = self._asked[:MOST_AT_ONCE], self._asked[MOST_AT_ONCE:]
        try:
            answers = self._answers([asked.question for asked in batch])
        except BaseException:
            self._tell(batch, [self._abandoned("the thread that answered was interrupted")] * len(batch))
            raise
        self._tell(batch, answers)

    def _answers(self, questions: Sequence[Q]) -> Sequence[A | Exception]:
        try:
            return self._answer(questions)
        except Exception as error:
            if len(questions) == 1:
                return [error]
            return [answer for question in questions for answer in self._answers([question])]

    def _tell(self, batch: Sequence[Asked[Q, A]], answers: Sequence[A | Exception]) -> None:
        with self._lock:
            for asked, answer in zip(batch, answers, strict=True):
                asked.answer.append(answer)
                if asked in self._waiting:
                    del self._waiting[asked]
                    asked.woken.release()

    def _leave(self, asked: Asked[Q, A]) -> None:
        """Wait no longer. Who led lets the next of those who wait lead."""
        with self._lock:
            self._waiting.pop(asked, None)
            if self._leader is asked:
                self._leader = next(iter(self._waiting), None)
                if self._leader is not None:
                    del self._waiting[self._leader]
                    self._leader.woken.release()
