"""In-process storage for support."""

from __future__ import annotations

from functools import cached_property

from saas_memory.store import MemoryStore, MemoryWork
from saas_memory.support.questions import MemoryPrecedents, MemoryQuestionQueue, MemoryQuestions
from saas_memory.support.tickets import MemoryClassifications, MemoryTickets, MemoryTicketWords, MemoryWorkList
from saas_memory.support.writing import MemoryTicketFiles, MemoryTicketMessages, MemoryTicketNotes


class OutsidePorts(MemoryStore):
    """The work-list of staff, outside units of work."""

    @cached_property
    def work_list(self) -> MemoryWorkList:
        """The tickets of all clients that wait for somebody."""
        return MemoryWorkList(self)

    @cached_property
    def question_queue(self) -> MemoryQuestionQueue:
        """The open questions of all clients."""
        return MemoryQuestionQueue(self)


class Ports(MemoryWork):
    """Repositories of tickets."""

    @cached_property
    def tickets(self) -> MemoryTickets:
        """The tenant's tickets."""
        return MemoryTickets(self.own)

    @cached_property
    def ticket_messages(self) -> MemoryTicketMessages:
        """The messages of its tickets."""
        return MemoryTicketMessages(self.own)

    @cached_property
    def ticket_notes(self) -> MemoryTicketNotes:
        """The notes on its tickets."""
        return MemoryTicketNotes(self.own)

    @cached_property
    def classifications(self) -> MemoryClassifications:
        """What its tickets were found to be about."""
        return MemoryClassifications(self.own)

    @cached_property
    def ticket_files(self) -> MemoryTicketFiles:
        """Files that were sent to its tickets."""
        return MemoryTicketFiles(self.own)

    @cached_property
    def ticket_words(self) -> MemoryTicketWords:
        """The words by which its tickets are found."""
        return MemoryTicketWords(self.own)

    @cached_property
    def questions(self) -> MemoryQuestions:
        """The tenant's questions on which the terms are silent."""
        return MemoryQuestions(self.own)

    @cached_property
    def precedents(self) -> MemoryPrecedents:
        """The answers that the provider gave before."""
        return MemoryPrecedents(self.shared, self.claiming)
