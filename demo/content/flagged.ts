import type { Category } from "./triage.ts";

/** What customers complained about each week after a version went live: the ticket, where it went, where it belonged. */
export type Flagged = { ticket: string; said: Category; meant: Category };

export const flaggedByVersion: Flagged[][] = [
  [
    { ticket: "The courier charged me a handling fee at the door.", said: "shipping", meant: "billing" },
    { ticket: "I can't download my invoice, the button does nothing.", said: "billing", meant: "bug" },
    { ticket: "The login page keeps loading after I enter the code.", said: "account", meant: "bug" },
    { ticket: "My parcel is fine, but the duty was charged twice.", said: "shipping", meant: "billing" },
    {
      ticket: "Stop the deliveries of my subscription, I no longer live there.",
      said: "account",
      meant: "shipping",
    },
  ],
  [
    { ticket: "Your mail says refund, my bank says nothing.", said: "account", meant: "billing" },
    { ticket: "Tracking link opens an empty page.", said: "shipping", meant: "bug" },
    { ticket: "Someone ordered with my profile and my card.", said: "billing", meant: "account" },
    { ticket: "The express fee was taken although I chose standard.", said: "shipping", meant: "billing" },
  ],
  [
    { ticket: "Ich habe das falsche Konto belastet bekommen.", said: "account", meant: "billing" },
    { ticket: "Le bouton retour ne fait rien dans l'application.", said: "shipping", meant: "bug" },
    {
      ticket: "Mi dirección cambió en el perfil, ahora el pedido va mal.",
      said: "account",
      meant: "shipping",
    },
    { ticket: "Rücksendeetikett kostet plötzlich Geld?", said: "shipping", meant: "billing" },
    { ticket: "App zeigt fremde Bestellungen in meinem Profil.", said: "bug", meant: "account" },
  ],
  [
    { ticket: "The parcel shop wants cash for storage, who pays that?", said: "shipping", meant: "billing" },
    { ticket: "Delivery was free, yet the receipt lists postage.", said: "shipping", meant: "billing" },
    { ticket: "I want the return fee back, the shoes were faulty.", said: "shipping", meant: "billing" },
    { ticket: "Who pays customs on a replacement?", said: "shipping", meant: "billing" },
    { ticket: "Invoice for the broken glasses should be cancelled.", said: "shipping", meant: "billing" },
    { ticket: "My courier tip was charged to the wrong card.", said: "shipping", meant: "billing" },
  ],
  [
    { ticket: "Cancel the order and the profile with it.", said: "shipping", meant: "account" },
    { ticket: "The voucher for the late parcel is refused at checkout.", said: "billing", meant: "bug" },
    { ticket: "I am billed for a colleague who left us.", said: "billing", meant: "account" },
    {
      ticket: "Where does my return stand? The money is not what I ask about.",
      said: "billing",
      meant: "shipping",
    },
  ],
];
