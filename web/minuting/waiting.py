"""What still waits in the minutes of a meeting, for the pages that lead there once it is closed."""

from web.filters import plural
from web.pages import beside


def left_in_minutes(session_id: str) -> str:
    """What leads to what is not on record of a meeting yet, lines and held statements; "" where nothing waits."""
    minutes = beside().minutes
    waiting = len(minutes.lines(session_id)) + len(minutes.held(session_id))
    return f"Minutes not on record yet ({plural(waiting, 'line')})" if waiting else ""
