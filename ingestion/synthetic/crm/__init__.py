"""What the customer relations hold: people, contacts, tickets, surveys, campaigns, consents."""
