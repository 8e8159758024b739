/**
 * The system message that version 6 of support/triage gets: examples instead of rules, which is what a small base
 * model learns from. None of its tickets is in the dataset.
 */
export const fewShotSystem = `Sort each ticket into {{categories}}.

Ticket: You took 12.50 from my account twice this month.
Category: {"category": "billing"}

Ticket: The page stays white after I press save.
Category: {"category": "bug"}

Ticket: I forgot my password and cannot get in.
Category: {"category": "account"}

Ticket: The parcel was left at the wrong door.
Category: {"category": "shipping"}

Ticket: Can I have a receipt for my last payment?
Category: {"category": "billing"}

Ticket: The app crashes when I open the camera.
Category: {"category": "bug"}

Ticket: Please change the e-mail address of my login.
Category: {"category": "account"}

Ticket: When will my package arrive? It should be here since Friday.
Category: {"category": "shipping"}`;
