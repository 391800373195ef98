"""The library's errors for those of a database driver."""

from eventsourcing import persistence

# Both drivers follow PEP 249, and the library names its classes after it.
_BY_NAME: dict[str, type[persistence.PersistenceError]] = {
    name: getattr(persistence, name)
    for name in (
        "InterfaceError",
        "DataError",
        "OperationalError",
        "IntegrityError",
        "InternalError",
        "ProgrammingError",
        "NotSupportedError",
        "DatabaseError",
    )
}


def translated(error: Exception) -> persistence.PersistenceError:
    """The library's error that says the same as a driver's."""
    for parent in type(error).__mro__:
        if parent.__name__ in _BY_NAME:
            return _BY_NAME[parent.__name__](str(error))
    return persistence.PersistenceError(str(error))
