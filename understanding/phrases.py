"""What tells how a message goes on: the words, how many there are, and how sure the understanding must be."""

from __future__ import annotations

import re

from knowledge.answering import TALK as ANSWERED_AS_TALK

# A message of more words stands for itself; a question that tells no need and names no service, of still more.
FOLLOW_UP_WORDS, QUESTION_WORDS = 16, 30
# «Hva om hun er 19?», «og i Tolga, der søsteren min bor?»
AGE_WORDS, PLACE_WORDS = 5, 7
WHAT_OF_A_PLACE = re.compile(
    r"(?:og|men|enn|hva|kva|ka|hå|and|what)\s(?:med\s|om\s|about\s|hvis\s|viss\s|det\s|er\s)*(?:i|på|in)\s[\w-]+(?:\skommune)?\s?(?:da|då)?\?",
    re.IGNORECASE,
)
# «Kva med ho som er 3?», «enn broren på 19?»
WHAT_OF, WHAT_OF_WORDS = re.compile(r"(?:og\s|men\s)?(?:hva|kva|ka|hå|enn|what)\b", re.IGNORECASE), 9
AGE_ALONE = re.compile(
    r"(?:(?:han|hun|ho|hen|jeg|eg|æ|barnet|gutten|jenta)\s+er\s+)?(?P<age>\d|1\d|2[0-5])", re.IGNORECASE
)
# «6-12 år»; of more words a message says more than its reply to a question of ours.
AGE_BAND = re.compile(r"\b(?P<low>\d|1\d)\s?[-\u2013]\s?(?P<high>\d|1\d|2[0-5])\s(?:år|years)\b", re.IGNORECASE)
# «8 mnd», «fem uker», to somebody who asked how old.
AGE_IN_MONTHS = re.compile(
    r"\b(?P<number>\d{1,2})?\s?(?P<unit>mnd|måned\w*|månad\w*|months?|uker?|veker?|weeks?)\b", re.IGNORECASE
)
REPLY_WORDS = 7
BEGINS_WITH_YES = re.compile(r"\s*(?:ja|nja|jo|jepp|jada|yes|yeah)\b", re.IGNORECASE)
# Nynorsk «no» is now; English «no» stands alone, or before a comma.
BEGINS_WITH_NO = re.compile(
    r"\s*(?:nei|næi|nope|ikke\b|ikkje\b|itte\b|not\b|no\s*(?:$|[,.!])|no\snot\b)", re.IGNORECASE
)
# «Nja, litt», «nei det vet jeg ikke».
LITTLE = 5
WILL_NOT_SAY = re.compile(
    r"(?:nei[,.]?\s?)?(?:(?:jeg|eg|æ|je)\s)?(?:vil|vel)\s(?:(?:jeg|eg|æ|je)\s)?(?:ikke|ikkje|itte|itj)\s(?:si|seie|sei|svare|oppgi)"
    r"(?:\s(?:det|på\sdet|hvor|kvar))?[.!]*|nei(?:\stakk)?[.!]*|(?:i\s)?(?:would\s)?rather\snot(?:\ssay)?[.!]*",
    re.IGNORECASE,
)
# What is asked in so many words is no question before, asked again: «hvem ringer jeg i Alvdal?»
IN_ITS_OWN_WORDS, SURE_OF_ITS_OWN = frozenset({"kontakt", "pris", "menneske", "personvern"}), 0.4
# «Hva om hun er 19?» asks these again; after any other question it asks who helps then.
OF_AGES = frozenset({"terskel", "rettighet", "pris", "ansvar"})
STORY = "finn-hjelp"
# «Han er langt nede òg»: what is told beside comes to what was told before.
ALSO = re.compile(r"\b(?:òg|også|i tillegg|dessuten|attpåtil|samtidig|also)\b", re.IGNORECASE)
# The assistant's own word for a person, alone.
COORDINATORS = frozenset({"koordinator", "koordinatoren", "kommunens koordinator", "coordinator", "the coordinator"})
REFUSAL_WORDS = 10
# «Må jeg melde ham til politiet?» is asked of the same child.
SAME = re.compile(r"\b(?:han|ham|hun|henne|ho|hu|hen|barnet|ungen|him|he|she)\b", re.IGNORECASE)
# «Er det noen jeg kan chatte med?» asks for help; for a person instead of this assistant one asks in such words.
A_PERSON = re.compile(
    r"m[ea]nn?e?sk|person|koordinator|saksbehandl|sakshandsam|\b(?:ekte|ordentlige?|ordentlege?|skikkelige?|skikkelege?"
    r"|levende|levande|virkelige?|verkelege?|human|real|kommunen)\b|\b(?:noen|nokon)\sandre\b|\benn\sdeg\b|\bheller\ssnakke\b"
    r"|\b(?:noen|nokon|nån|dere|de)\s(?:kan\s)?ringj?er?\b|ringj?er?\s(?:meg|oss|mæ|mæg)\b|call\sme\b",
    re.IGNORECASE,
)
REFERRED = re.compile(
    r"\b(?:må|lyt|treng|trenger|kan|skal|bør)\b.{0,30}(?:lege|dokter|doktor)\w*\s(?:\w+\s)?(?:sende|henvis|tilvis|vise)",
    re.IGNORECASE,
)
# «Og hvis det er natt?»
OUT_OF_HOURS = re.compile(
    r"\b(?:natt|natta|natten|nattestid|kveld|kvelden|kvelds|helg|helga|helgen|helger|lørdag|laurdag|lørdan|søndag|sundag|søndan"
    r"|stengt|night|weekend|evening)\b",
    re.IGNORECASE,
)
OUT_OF_HOURS_WORDS = 8
# «Blir det snø i helga?» is surer to lie outside than «og om han får feber i natt?».
SURELY_NO_CALL = 0.85
WHOM_TO_CALL = re.compile(
    r"\b(?:hvem|kven|hven|kem|kæm|håkken|håkke|åkken|åkke|hokken|who)\b.{0,25}\b(?:ri+n+g\w*|ri+n+j\w*|call)\b",
    re.IGNORECASE,
)
TALK = frozenset(ANSWERED_AS_TALK)
# Types that do not go on from anything; «hva gjør en slik?» and «får de vite hvem jeg er?» do.
NO_FOLLOW_UP, MEANING, MEANING_WORDS = (TALK - {"personvern"}) | {"om-planen"}, "definisjon", 6
# What sounds like something outside or of privacy, in the middle of a talk and not for certain, is what comes second.
SURELY_ASIDE = {"utenfor": 0.75, "personvern": 0.6}
NEARLY_INSIDE, ASIDE_WORDS = 0.2, 10
# «Oppdal kommune» is the place, and not who is asked for.
TOWN_HALL = "servicetorg"
# «Toget er forsinket, hva gjør jeg?»
CALLS_FOR_HELP, NEARLY_OUTSIDE = frozenset({"finn-hjelp", "kontakt", "pris"}), 0.2
# An unknown word of so many letters is no sound or sigh.
LONG = 5
# Places that are services: where a child is every day.
SCHOOLS = frozenset({"barnehage", "skole"})
# Where the child is: said in a story that goes on, it is no other story.
PLACES = frozenset({"barnehage", "sfo"})
# From here on a need of a short message is a story of its own.
SURE_OF_ANOTHER = 0.6
# How sure a need of a new message must be to join those that were told before; of violence and the like a guess
# frightens.
SURE_OF_MORE = 0.38
# «Ja takk», «ja, gjerne», «det vil jeg».
YES_PLEASE = re.compile(
    r"(?:ja|jo|jepp|jada|yes)(?:[,.!]?\s(?:takk|gjerne|gjerna|please|vær\sså\ssnill|ver\sså\ssnill"
    r"|det\svil\s(?:jeg|eg|æ|je)(?:\sgjerne)?|i\swould))*[.!]*"
    r"|gjerne(?:\sdet)?[.!]*|det\svil\s(?:jeg|eg|æ|je)\sgjerne[.!]*",
    re.IGNORECASE,
)
# «Nei, jeg vil ikke snakke med noen.»
WANTS_NOBODY = re.compile(
    r"\b(?:jeg|eg|je|æ|vi)\s(?:vil|vel|orker|orkar|ønsker|ønskjer)\s(?:ikke|ikkje|itte|itj|ittj)\s(?:snakke|snakka|snakk|prate|prata|prat)\s(?:med|me)\s(?:noen|nokon|nån|no'n)\b",
    re.IGNORECASE,
)
