from __future__ import annotations

import time
from pathlib import Path
from typing import Optional

import pytest
import yaml
from components.names import NamesExtractor
from components.other_language import FOREIGN, LETTERS, OTHER_LANGUAGE, OtherLanguage
from rasa.shared.nlu.training_data.formats.rasa_yaml import RasaYAMLReader

from workshop import Lesson, Workshop

ROOT = Path(__file__).parents[3]
CODES = {*FOREIGN.values(), *LETTERS}

FOREIGN_MESSAGES = [
    ("ar", "ابني لا يريد الذهاب إلى المدرسة"),
    ("ar", "من يمكنه مساعدتنا؟"),
    ("bg", "Синът ми не иска да ходи на училище"),
    ("bg", "Къде мога да получа помощ за дъщеря си?"),
    ("bs", "Moj sin ne želi više ići u školu"),
    ("bs", "Kćerka mi je stalno tužna i plače svaku noć"),
    ("ckb", "کوڕەکەم نایەوێت بچێت بۆ قوتابخانە"),
    ("ckb", "کێ دەتوانێت یارمەتیمان بدات؟"),
    ("de", "Mein Sohn will nicht mehr zur Schule gehen. Wer kann uns helfen?"),
    ("de", "Meine Tochter ist traurig und weint jede Nacht"),
    ("es", "Mi hijo no quiere ir a la escuela. ¿Quién nos puede ayudar?"),
    ("es", "¿Cuánto cuesta la guardería?"),
    ("fa", "پسرم نمی‌خواهد به مدرسه برود"),
    ("fa", "چه کسی می‌تواند به ما کمک کند؟"),
    ("fr", "Mon fils ne veut pas aller à l'école, qui peut nous aider ?"),
    ("fr", "Combien coûte la garderie pour deux enfants ?"),
    ("hu", "A fiam nem akar iskolába járni. Ki tud segíteni nekünk?"),
    ("hu", "A lányom nagyon szomorú és minden este sír"),
    ("ku", "Kurê min naxwaze biçe dibistanê. Kî dikare alîkariya me bike?"),
    ("ku", "Ez dixwazim bi yekî re biaxivim"),
    ("lt", "Mano sūnus nenori eiti į mokyklą. Kas gali mums padėti?"),
    ("lt", "Kiek kainuoja vaikų darželis?"),
    ("lv", "Mans dēls negrib iet uz skolu. Kas mums var palīdzēt?"),
    ("lv", "Cik maksā bērnudārzs?"),
    ("pl", "Mój syn nie chce chodzić do szkoły. Kto może nam pomóc?"),
    ("pl", "Ile kosztuje przedszkole?"),
    ("ps", "زما زوی نه غواړي ښوونځي ته ولاړ شي"),
    ("ps", "څوک زموږ سره مرسته کولی شي؟"),
    ("pt", "O meu filho não quer ir à escola. Quem nos pode ajudar?"),
    ("pt", "Você quer saber quanto custa a creche"),
    ("ro", "Fiul meu nu vrea să meargă la școală. Cine ne poate ajuta?"),
    ("ro", "Fiica mea este tristă și plânge în fiecare noapte"),
    ("ru", "Мой сын не хочет ходить в школу"),
    ("ru", "Где я могу получить помощь?"),
    ("so", "Wiilkaygu ma doonayo inuu iskuulka aado. Yaa na caawin kara?"),
    ("so", "Gabadhaydu aad bay u murugaysan tahay"),
    ("sq", "Djali im nuk dëshiron të shkojë në shkollë. Kush mund të na ndihmojë?"),
    ("sq", "Vajza ime është shumë e trishtuar dhe qan çdo natë"),
    ("sw", "Mtoto wangu hataki kwenda shule. Nani anaweza kutusaidia?"),
    ("sw", "Binti yangu ana huzuni sana na analia kila usiku"),
    ("ta", "என் மகன் பள்ளிக்குச் செல்ல விரும்பவில்லை"),
    ("ta", "யார் எங்களுக்கு உதவ முடியும்?"),
    ("th", "ลูกชายของฉันไม่อยากไปโรงเรียน"),
    ("th", "ใครช่วยเราได้บ้าง"),
    ("ti", "ወደይ ናብ ቤት ትምህርቲ ክኸይድ ኣይደልን"),
    ("ti", "መን ክሕግዘና ይኽእል?"),
    ("tl", "Ayaw pumasok sa paaralan ng anak ko. Sino ang makakatulong sa amin?"),
    ("tl", "Malungkot ang aking anak at umiiyak gabi-gabi"),
    ("tr", "Oğlum okula gitmek istemiyor. Bize kim yardım edebilir?"),
    ("tr", "Kızım çok üzgün ve her gece ağlıyor"),
    ("uk", "Мій син не хоче ходити до школи"),
    ("uk", "Де я можу отримати допомогу?"),
    ("ur", "میرا بیٹا اسکول نہیں جانا چاہتا"),
    ("ur", "ہماری مدد کون کر سکتا ہے؟"),
    ("vi", "Con trai tôi không muốn đi học. Ai có thể giúp chúng tôi?"),
    ("vi", "Xin chào, con gái tôi rất buồn và khóc mỗi đêm"),
    ("zh", "我的儿子不想去上学"),
    ("zh", "谁可以帮助我们？"),
]

OUR_MESSAGES = {
    "bokmål": [
        "Sønnen min vil ikke gå på skolen lenger, hvem kan hjelpe oss?",
        "Jeg er bekymret for naboens barn",
        "Hva koster SFO?",
        "Takk for hjelpen",
        "jeg orker ikke mer",
        "Datteren min på tolv blir mobbet på Snapchat",
        "Kan jeg få snakke med noen anonymt?",
        "Hvor lang er ventetiden hos BUP?",
        "Vi har ikke råd til fotballavgiften",
    ],
    "nynorsk": [
        "Guten min vil ikkje på skulen, kven kan hjelpe?",
        "Eg veit ikkje kva eg skal gjere lenger",
        "Kva kostar barnehageplass?",
        "Dotter mi kuttar seg, og eg er redd",
        "Korleis søkjer eg om avlasting?",
        "Ho græt kvar kveld og vil ikkje seie kvifor",
    ],
    "trøndersk": [
        "kem ringe æ når ongan slæss heile daga?", "guten hannj vil itj på skola meir", "koffor får itj vi nå hjælp?",
    ],
    "østerdalsmål": ["je veit ikke å je skar gjøra med guttungen", "hu græt hæile tia, hu sei det er fælt på skula"],
    "solungmål": ["a jenta mi vil itte på skula, hå ska je gjøra", "håkken kan hjælpe åss?"],
    "nordnorsk": [
        "kehm kan æ snakk me om an far?", "ka e PPT førr nåkka?", "eg vett ikkje ka eg ska gjera, han e so sinte",
    ],
    "misspelt": [
        "sønen min nketer å gå på skloen",
        "hven kan hjelepe mei med barnvernet",
        "datera mi er kjempelei sæ",
        "vi trenger avlasning fo sønen våres",
    ],
    "the search box": [
        "barnevern", "sfo pris", "bup ventetid", "skolevegring hjelp", "helsestasjon åpningstid Oppdal",
        "ppt henvisning", "logoped", "økonomi råd gjeld", "leksehjelp gratis",
    ],
    "places": ["Oppdal", "Kongsvinger", "Nord-Odal og Sør-Odal", "Tynset, Alvdal, Folldal, Tolga", "jordmor tynset"],
    "names": [
        "Kari Nordmann", "Mohammed Ali Hassan", "Agnieszka Kowalska", "Fatima", "jeg heter Agnieszka Kowalska",
        "Hei, jeg heter Svitlana Kovalenko og har en sønn",
    ],
    "gibberish": ["asdfghjkl qwerty", "sdkfj lskdjf slkdjf", "blablabla", "hmm", "xd lol"],
    "emoji": ["🙂", "😢😢😢", "❤️👍🏽"],
    "numbers and signs": ["12345", "116 117", "?", "...", "", "   "],
    "short answers": ["ok", "ja", "nei takk", "Hei"],
    "English": ["Where can I get help for my daughter?", "My son doesn't want to go to school, who can help us?"],
    "the neighbours": ["Mitt barn vill inte gå till skolan längre", "Mit barn vil ikke i skole mere"],
    "languages without a text": [
        "Γεια σου", "मेरा बेटा स्कूल नहीं जाना चाहता", "שלום", "Pořád pláče, můj syn nechce chodit do školy",
        "Poikani ei halua mennä kouluun",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return Lesson(Workshop(tmp_path_factory.mktemp("lesson")))


@pytest.fixture(scope="module")
def detector() -> OtherLanguage:
    return OtherLanguage()


def told(detector: OtherLanguage, lesson: Lesson, text: str) -> Optional[str]:
    (message,) = detector.process(lesson.tokenized(text))
    return message.get(OTHER_LANGUAGE)


@pytest.mark.parametrize(("code", "text"), FOREIGN_MESSAGES)
def test_a_message_in_another_language_is_told_apart(
    detector: OtherLanguage, lesson: Lesson, code: str, text: str
) -> None:
    assert told(detector, lesson, text) == code


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"{kind}: {text}") for kind, texts in OUR_MESSAGES.items() for text in texts]
)
def test_a_message_that_is_ours_or_that_cannot_be_told_has_no_other_language(
    detector: OtherLanguage, lesson: Lesson, text: str
) -> None:
    assert told(detector, lesson, text) is None


def test_every_language_that_is_told_has_a_text_and_every_text_a_language() -> None:
    texts = yaml.safe_load((ROOT / "knowledge" / "languages.yml").read_text(encoding="utf-8"))
    assert texts.keys() == CODES


def test_every_language_is_tried_here() -> None:
    assert {code for code, _ in FOREIGN_MESSAGES} == CODES


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("fr", "Qu'est-ce que je peux faire pour être aidé avec mes deux enfants ?"),
        ("vi", "Con tôi bị bắt nạt ở trường, quê tôi ở Huế, xin giúp"),
        ("ro", "Fiul meu nu vrea şi plânge în fiecare noapte"),
        ("ku", "Zarokê min nikare bixwîne û binivîse"),
    ],
)
def test_kurdish_is_not_taken_for_others_that_write_its_letters(
    detector: OtherLanguage, lesson: Lesson, code: str, text: str
) -> None:
    assert told(detector, lesson, text) == code


def test_a_norwegian_place_in_a_message_of_other_letters_changes_nothing(
    detector: OtherLanguage, lesson: Lesson
) -> None:
    assert told(detector, lesson, "мой сын в Tynset не хочет ходить в школу") == "ru"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mi hijo no quiere ir a la escuela en Lillevik", "es"),
        ("Lillevik", None),
        ("ayuda Lillevik", None),
        ("Lillevik szkoła Lillevik", None),
    ],
)
def test_what_is_named_tells_no_language(
    workshop: Workshop, detector: OtherLanguage, lesson: Lesson, text: str, code: Optional[str]
) -> None:
    table = 'version: "3.1"\nnlu:\n- lookup: kommune:lillevik\n  examples: |\n    - Lillevik\n'
    workshop.create(NamesExtractor).train(RasaYAMLReader().reads(table))
    (message,) = detector.process(workshop.load(NamesExtractor).process(lesson.tokenized(text)))
    assert message.get(OTHER_LANGUAGE) == code


def test_it_is_among_what_rasa_tells_of_a_message(detector: OtherLanguage, lesson: Lesson) -> None:
    (message,) = detector.process(lesson.tokenized("Где я могу получить помощь?"))
    assert message.as_dict(only_output_properties=True)[OTHER_LANGUAGE] == "ru"


@pytest.mark.parametrize(
    "text",
    ["школа " * 1_600, "xwe û " * 1_600, "ê" * 10_000, "szkoła " * 1_400, "x" * 10_000],
    ids=["Russian", "Kurdish", "one letter of Kurdish", "Polish", "one letter"],
)
def test_ten_thousand_characters_take_less_than_a_few_seconds(
    detector: OtherLanguage, lesson: Lesson, text: str
) -> None:
    told(detector, lesson, "мой сын")
    started = time.perf_counter()
    told(detector, lesson, text)
    assert time.perf_counter() - started < 5.0
