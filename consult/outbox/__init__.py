"""Messages to be sent: kind, recipient, language, data. Written in the transaction of the fact they tell."""
