"""Database storage for support."""

from __future__ import annotations

from functools import cached_property

from saas_sql.store import SqlStore
from saas_sql.support.questions import SqlPrecedents, SqlQuestionQueue, SqlQuestions
from saas_sql.support.tables import TABLES
from saas_sql.support.tickets import SqlClassifications, SqlTickets, SqlWorkList
from saas_sql.support.writing import SqlTicketFiles, SqlTicketMessages, SqlTicketNotes, SqlTicketWords
from saas_sql.unit_of_work import SqlWork

__all__ = ["TABLES", "OutsidePorts", "Ports"]


class OutsidePorts(SqlStore):
    """The work-list of staff, outside units of work."""

    @property
    def work_list(self) -> SqlWorkList:
        """The tickets of all clients that wait for somebody."""
        return SqlWorkList(self._engine)

    @property
    def question_queue(self) -> SqlQuestionQueue:
        """The open questions of all clients."""
        return SqlQuestionQueue(self._engine)


class Ports(SqlWork):
    """Repositories of tickets."""

    @cached_property
    def tickets(self) -> SqlTickets:
        """The tenant's tickets."""
        return SqlTickets(self.session)

    @cached_property
    def ticket_messages(self) -> SqlTicketMessages:
        """The messages of its tickets."""
        return SqlTicketMessages(self.session)

    @cached_property
    def ticket_notes(self) -> SqlTicketNotes:
        """The notes on its tickets."""
        return SqlTicketNotes(self.session)

    @cached_property
    def classifications(self) -> SqlClassifications:
        """What its tickets were found to be about."""
        return SqlClassifications(self.session)

    @cached_property
    def ticket_files(self) -> SqlTicketFiles:
        """Files that were sent to its tickets."""
        return SqlTicketFiles(self.session)

    @cached_property
    def ticket_words(self) -> SqlTicketWords:
        """The words by which its tickets are found."""
        return SqlTicketWords(self.session)

    @cached_property
    def questions(self) -> SqlQuestions:
        """The tenant's questions on which the terms are silent."""
        return SqlQuestions(self.session)

    @cached_property
    def precedents(self) -> SqlPrecedents:
        """The answers that the provider gave before."""
        return SqlPrecedents(self.session)
