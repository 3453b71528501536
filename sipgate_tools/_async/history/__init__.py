"""Past calls, SMS, faxes and voicemails, on classic and neo."""
