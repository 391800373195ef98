"""An event-sourced record of a consultative process: nothing in it is ever changed, all else is rebuilt from it."""
