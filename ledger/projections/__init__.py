"""Read models: tables rebuilt from the events, what keeps them up to date, and what the pages ask of them."""
