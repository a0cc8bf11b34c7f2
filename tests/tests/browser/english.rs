//! What the screens say in English where the app's locales do not tell by themselves: several sentences at once, what is
//! filled in, and which of several is meant. Names of people, places and what they wrote stay as they are.

use buurtboek_tests::browser::manner::Dictionary;

pub(crate) const PIECES: Dictionary = &[
    ("Bewaar", "Save"),
    ("Niet bewaard. Uw apparaat is vol. Sluit de app niet.", "Not kept. Your device is full. Do not close the app."),
    ("Er wacht nog werk van Samira", "Work of Samira is still waiting"),
    ("De melder trok dit in", "The reporter withdrew this"),
    (
        "met Samira van het buurtteam. Verzamelen: de bushalte.",
        "with Samira of the neighbourhood team. Meet at: de bushalte.",
    ),
    ("10:00, met Samira van het buurtteam.", "10:00, with Samira of the neighbourhood team."),
    (
        "10:00, met Samira van het buurtteam. Verzamelen: de bushalte.",
        "10:00, with Samira of the neighbourhood team. Meet at: de bushalte.",
    ),
    (
        "14:30, met Samira van het buurtteam. Verzamelen: de kerk.",
        "14:30, with Samira of the neighbourhood team. Meet at: de kerk.",
    ),
    ("15:45, met Samira van het buurtteam.", "15:45, with Samira of the neighbourhood team."),
    ("10:00, met Marijke van het buurtteam.", "10:00, with Marijke of the neighbourhood team."),
    ("Ik was bij u aan de deur. Belt u mij? Samira", "I was at your door. Will you call me? Samira"),
    ("De vrijwilliger niet erbij.", "The volunteer not there."),
    ("Het postvak is leeg (", "The inbox is empty ("),
    ("U bent vandaag waarnemer", "Today you stand in for"),
    ("Joost pakte dit om ", "Joost took this up at "),
    (
        "Aanspreken als: Anja · Taal: Fries · Tolk nodig: nee",
        "Address as: Anja · Language: Fries · Interpreter needed: nee",
    ),
    ("Bel 06 12345678", "Call 06 12345678"),
    ("Dossier openen", "Open a dossier"),
    ("Datum hulpvraag:", "Date of the request for help:"),
    (
        "Geschreven door Samira samen met Joost, Fatou en Marijke",
        "Written by Samira together with Joost, Fatou and Marijke",
    ),
    ("Licht, contact houden (Fatou", "Light, keep in touch (Fatou"),
    ("Ernstig, deze week handelen (Samira", "Serious, act this week (Samira"),
    ("Geen gehoor (Joost", "Nobody answered (Joost"),
    ("Inwoner wil dit niet (Samira", "Resident does not want this (Samira"),
    ("Samira koos 'Ernstig", "Samira chose 'Serious"),
    ("De coördinator", "The coordinator"),
    ("1 signaal. Het wacht 3 dagen.", "1 signal. It waits 3 days."),
];
