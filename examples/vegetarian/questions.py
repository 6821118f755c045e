"""The questions that people ask a cooking assistant, as a small grammar.

Run as a script it writes train.jsonl (400 questions) and heldout.jsonl (100) beside itself. The bundled model learns from the same grammar,
without the held-out questions.
"""

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TRAIN, HELD_OUT, SEED = 400, 100, 7

# name in a question: word before a dish
INGREDIENTS = {
    "rice": "rice", "pasta": "pasta", "potatoes": "potato", "noodles": "noodle", "tomatoes": "tomato", "mushrooms": "mushroom",
    "spinach": "spinach", "eggs": "egg", "white beans": "white bean", "black beans": "black bean", "lentils": "lentil",
    "chickpeas": "chickpea", "cheddar": "cheddar", "feta": "feta", "carrots": "carrot", "cabbage": "cabbage", "broccoli": "broccoli",
    "cauliflower": "cauliflower", "zucchini": "zucchini", "bell peppers": "bell pepper", "onions": "onion", "leeks": "leek",
    "pumpkin": "pumpkin", "butternut squash": "squash", "sweet potatoes": "sweet potato", "eggplant": "eggplant", "corn": "corn",
    "peas": "pea", "green beans": "green bean", "asparagus": "asparagus", "beets": "beet", "kale": "kale", "quinoa": "quinoa",
    "couscous": "couscous", "stale bread": "bread", "tortillas": "tortilla", "puff pastry": "pastry", "coconut milk": "coconut",
    "avocados": "avocado", "apples": "apple", "celery": "celery", "fennel": "fennel", "ginger": "ginger", "basil": "basil",
    "lemons": "lemon", "barley": "barley", "gnocchi": "gnocchi", "cucumbers": "cucumber", "radishes": "radish",
    "Brussels sprouts": "Brussels sprout", "parsnips": "parsnip", "mozzarella": "mozzarella", "ricotta": "ricotta",
    "goat cheese": "goat cheese", "canned tomatoes": "tomato", "kidney beans": "kidney bean", "bok choy": "bok choy", "okra": "okra",
}
DISHES = [
    "soup", "stew", "chili", "curry", "stir-fry", "fried rice", "risotto", "pasta", "lasagna", "salad", "sandwich", "wrap", "tacos", "burrito",
    "pizza", "burger", "skewers", "omelette", "quiche", "pie", "casserole", "dumplings", "noodles", "stuffed peppers", "baked potatoes",
    "flatbread", "ramen", "grain bowl",
]
PLURAL_DISHES = {"tacos", "skewers", "dumplings", "noodles", "stuffed peppers", "baked potatoes"}
MASS_DISHES = {"pasta", "fried rice", "chili", "ramen"}
MEALS = ["breakfast", "brunch", "lunch", "dinner", "supper", "a snack", "a starter", "a main course"]
GARDEN = [
    "potatoes", "tomatoes", "spinach", "carrots", "cabbage", "zucchini", "bell peppers", "leeks", "sweet potatoes", "eggplant", "corn", "peas",
    "green beans", "asparagus", "beets", "kale", "celery", "fennel", "basil", "cucumbers", "radishes", "parsnips", "okra", "apples",
]
EVENTS = [
    "a picnic", "a potluck", "a birthday dinner", "game day", "a dinner party", "a romantic evening", "a baby shower", "movie night", "Thanksgiving",
    "Easter", "New Year's Eve", "a garden party", "an office lunch", "a housewarming", "a family reunion", "a wedding anniversary",
    "a study session", "Mother's Day", "a poker night", "Sunday lunch", "a book club", "a bake sale",
]
MOODS = [
    "a rainy evening", "a snow day", "a hot afternoon", "a cold evening", "a late night", "a camping trip", "a day at the beach", "a road trip",
    "a school lunch box", "a hiking day", "a long train ride", "a lazy Sunday",
]
GRILLS = ["a barbecue", "a cookout", "a Sunday roast", "a tailgate party", "a campfire evening"]
FIRES = ["the grill", "the barbecue", "the smoker", "the campfire"]
CUISINES = {  # with dishes that are at home there
    "Italian": ["pasta", "lasagna", "risotto", "pizza", "soup", "salad", "sandwich"], "Mexican": ["soup", "burrito", "salad", "tacos", "stuffed peppers"],
    "Indian": ["curry", "flatbread", "stew", "skewers"], "Thai": ["curry", "soup", "salad", "stir-fry", "fried rice", "noodles", "skewers"],
    "Chinese": ["stir-fry", "fried rice", "soup", "dumplings", "noodles"], "Japanese": ["ramen", "curry", "soup", "noodles", "dumplings", "skewers"],
    "Greek": ["salad", "pie", "stew", "soup", "casserole", "skewers", "stuffed peppers"], "French": ["quiche", "omelette", "stew", "soup", "salad", "casserole"],
    "Spanish": ["omelette", "stew", "soup", "salad"], "Moroccan": ["stew", "soup", "salad", "flatbread", "skewers"],
    "Korean": ["stew", "soup", "fried rice", "dumplings", "noodles"], "Vietnamese": ["soup", "salad", "sandwich", "curry", "noodles"],
    "Turkish": ["flatbread", "soup", "salad", "wrap", "dumplings", "skewers"], "American": ["burger", "chili", "casserole", "sandwich", "pie", "salad", "baked potatoes"],
    "German": ["stew", "soup", "salad", "casserole", "dumplings"], "Cuban": ["sandwich", "stew", "soup"], "Ethiopian": ["stew", "flatbread", "salad"],
    "Lebanese": ["salad", "flatbread", "wrap", "soup", "stew", "skewers"],
}
QUALITIES = [
    "quick", "easy", "cheap", "healthy", "hearty", "light", "simple", "filling", "cozy", "spicy", "fresh", "comforting", "crispy", "creamy",
    "warming", "fancy", "rustic", "colorful", "smoky", "satisfying",
]
NOT_OF_DISHES = {  # a crispy soup is no soup
    "crispy": {"soup", "stew", "chili", "curry", "fried rice", "risotto", "pasta", "lasagna", "casserole", "noodles", "ramen", "grain bowl", "omelette", "salad"},
    "creamy": {"sandwich", "wrap", "burrito", "pizza", "burger", "skewers", "flatbread", "stir-fry", "fried rice", "dumplings", "tacos", "ramen"},
    "warming": {"salad", "sandwich", "wrap", "pizza", "burger", "skewers", "tacos", "flatbread", "grain bowl"}, "cozy": {"salad", "skewers", "wrap", "tacos", "grain bowl"},
    "light": {"burger", "lasagna", "pie", "chili"}, "fresh": {"chili", "stew", "casserole", "lasagna", "fried rice", "pie", "baked potatoes", "burger"},
    "fancy": {"fried rice", "burrito", "wrap", "stew", "chili"}, "smoky": {"salad", "quiche", "ramen", "wrap", "lasagna", "pasta", "dumplings"},
    "comforting": {"salad", "skewers", "wrap"}, "colorful": {"chili", "pie", "ramen", "dumplings"}, "rustic": {"ramen", "stir-fry", "fried rice", "dumplings", "tacos", "wrap"},
}
MORNING = {"omelette", "quiche", "sandwich", "burrito", "flatbread", "wrap", "grain bowl"}  # dishes for breakfast, too
TASTES = ["hearty", "light", "filling", "spicy", "fresh", "comforting", "crispy", "creamy", "smoky", "satisfying"]
METHODS = ["slow cooker", "air fryer", "cast-iron pan", "wok", "pressure cooker", "sheet pan", "toaster oven", "rice cooker"]
PEOPLE = [
    "two friends", "my family", "six guests", "a crowd", "my parents", "my partner", "my roommates", "picky kids", "hungry teenagers", "my in-laws",
    "old friends", "my boss", "students", "a runner", "my grandmother", "toddlers", "new neighbors", "busy parents",
]
GUESTS = ["my parents", "six guests", "a crowd", "my in-laws", "old friends", "my boss", "my grandmother", "new neighbors", "my roommates"]
COOKS = ["students", "busy parents", "beginners", "two friends", "children", "a tired nurse", "campers"]
DAYS = ["tonight", "tomorrow", "this weekend", "on Friday", "on Monday", "on Saturday", "in summer", "in winter", "in the fall", "this spring"]
TIMES = [
    "tonight", "tomorrow", "this weekend", "on Friday", "on Monday", "after work", "in summer", "in winter", "this evening", "at noon",
    "in the fall", "on Saturday", "this spring", "after a long day", "on a budget", "on a weeknight",
]

# Each frame with its share. {x} is a slot; {a:x} takes the right article before it.
FRAMES = {
    "ingredient": (34, [
        "What can I cook with {ingredient} {time}?", "What can I make with {ingredient}?", "I have {ingredient} left over. What should I cook?",
        "How should I cook {ingredient} {time}?", "Which dish goes well with {ingredient}?", "Which recipe uses {ingredient} and {second}?",
        "I bought {ingredient} and {second}. What can I make?", "Can you give me {a:quality} recipe with {ingredient}?",
        "Suggest {a:quality} dish with {ingredient}.", "What would you cook with {ingredient} and {second}?",
        "How do I turn {ingredient} into {meal}?", "What meal can I cook from {ingredient} and {second}?",
        "What is {a:quality} way to cook {ingredient}?", "My garden is full of {garden}. What can I cook?",
        "Which {cuisine} recipe uses {ingredient}?", "What's {a:quality} {meal1} with {ingredient}?", "Please share a recipe for {ingredient}.",
        "What's {a:quality} meal with {ingredient} {time}?", "How do {cuisine} cooks prepare {ingredient}?",
        "I love {ingredient}. What should I cook {time}?", "What main course goes with {ingredient}?", "Recommend a main dish with {ingredient}.",
        "What kind of {dish1} can I make with {garden}?", "What do I serve with {ingredient} {time}?",
        "Which {quality} {meal1} can I make from {ingredient}?", "What can I cook for {people} with {ingredient}?",
        "Give me an idea for {ingredient} {time}.", "I need {meal} with {ingredient}. What do you suggest?",
        "What goes into {a:dish1} with {garden}?", "{Garden} from the market: what should I cook?",
    ]),
    "dish": (24, [
        "How do I make {a:quality} {dish1}?", "What should I put in {a:dish1}?", "Which {dish1} should I cook {time}?",
        "What are the ingredients of {a:cuisine} {dish1}?", "Give me a recipe for {a:quality} {dish1}.", "What {dish1} can I cook for {people}?",
        "What goes into {a:quality} {dish1}?", "Describe {a:cuisine} {dish1}, please.", "Suggest {a:quality} {dish1} for {meal1}.",
        "What is your favorite {dish1} recipe?", "I want to cook {a:dish1} {time}. What do I need?", "Which ingredients make {a:dish1} {taste}?",
        "What do I need for {a:quality} {dish1}?", "How do you cook {a:cuisine} {dish1}?", "Recommend {a:dish1} for {event}.",
        "What makes {a:dish1} special?", "Tell me how to make {a:dish1} {time}.", "What kind of {dish1} is {taste}?",
        "It's cold outside and I want {a:dish1}. What do I need?", "Last time my {dish1} was bland. What should I add?",
        "Can you describe {a:quality} {dish1}?", "What is in {a:cuisine} {dish1}?",
    ]),
    "plural": (8, [
        "How do I make {quality} {dishes}?", "What should I put in {dishes}?", "Which {dishes} should I cook {time}?",
        "What {dishes} can I cook for {people}?", "Give me a recipe for {quality} {dishes}.", "How do you fill {cuisine} {dishes}?",
        "What do I need for {quality} {dishes}?", "What goes into {cuisine} {dishes}?", "I'm making {dishes} {time}. What goes in?",
    ]),
    "meal": (16, [
        "What's {a:quality} {meal1} for {people}?", "Can you suggest {a:quality} {meal1}?", "What should I cook for {meal1} {day}?",
        "Plan {a:cuisine} {meal1} for {people}.", "What do I cook for {people} {time}?", "I need {a:quality} {meal1} {day}. What do you recommend?",
        "What's a good {cuisine} {meal1}?", "Name {a:quality} {cuisine} dish for {meal1}.", "What can {cooks} cook {time}?",
        "Which {quality} meal can I freeze?", "Which {quality} dish is ready in {minutes} minutes?", "What can I cook in {minutes} minutes {time}?",
        "What's a popular {cuisine} main course?", "What {quality} dinner has a lot of protein?", "Describe {a:quality} plate for {meal1}.",
        "What is a typical {cuisine} {meal1}?", "Which main course would {people} enjoy?", "What's {a:quality} dish for {a:method}?",
        "What would you cook {time} in {a:method}?", "Which {cuisine} street food should I try?", "What {quality} food do {cuisine} families cook?",
        "It has been a long week and {people} are at the table. What do I cook?", "What should {people} eat for {meal1}?",
    ]),
    "occasion": (10, [
        "What dish should I bring to {event}?", "What food is good for {event}?", "What can I serve at {event}?", "What do I cook for {mood}?",
        "{Event} is coming. What should I cook?", "What meal do you recommend for {mood}?", "Which {quality} dish fits {event}?",
        "Which main course suits {event}?", "What food would impress {guests} at {event}?", "What {cuisine} dish can I cook for {event}?",
        "What can I cook ahead for {mood}?", "Suggest {a:quality} menu for {event}.", "What sandwiches should I pack for {mood}?",
        "We are hosting {event} with {guests}. What would you put on the table?", "What {quality} meal suits {mood}?",
    ]),
    "grill": (8, [
        "What should I throw on {fire} {time}?", "What food is best for {grill}?", "What belongs on {fire} for {people}?",
        "What do I cook at {grill} {time}?", "Which {quality} main dish suits {grill}?", "What should I grill {time}?",
        "What can I barbecue for {people}?", "What {cuisine} food can I cook on {fire}?", "What should I roast {time}?",
        "Which main dish fits {grill}?", "How do I season food for {fire} {time}?", "What goes on the skewers for {grill}?",
    ]),
}


@dataclass(frozen=True)
class Question:
    text: str
    slots: dict  # slot name -> value
    kind: str
    frame: int


def sample(rng):
    """One question; `rng` decides."""
    kind = rng.choices(list(FRAMES), [share for share, _ in FRAMES.values()])[0]
    frame = rng.randrange(len(FRAMES[kind][1]))
    slots = {}

    def fill(match):
        article, name = match.group(1), match.group(2)
        value = slots.setdefault(name.lower(), rng.choice(options(name.lower(), slots, kind)))
        if article and value not in MASS_DISHES:
            value = with_article(value)
        return value[0].upper() + value[1:] if (article or name)[0].isupper() else value

    text = re.sub(r"\{(?:([aA]):)?(\w+)\}", fill, FRAMES[kind][1][frame])
    return Question(text[0].upper() + text[1:], slots, kind, frame)


def options(slot, slots, kind):
    """What may stand in a slot, after the slots before it."""
    dish = slots.get("dish1") or slots.get("dishes")
    if slot in ("dish1", "dishes"):
        return [
            dish for dish in CUISINES.get(slots.get("cuisine"), DISHES)
            if (dish in PLURAL_DISHES) == (slot == "dishes") and dish not in NOT_OF_DISHES.get(slots.get("quality"), ())
        ]
    if slot == "cuisine" and kind == "plural":
        return [cuisine for cuisine, dishes in CUISINES.items() if PLURAL_DISHES & set(dishes)]
    if slot in ("quality", "taste"):
        return [quality for quality in (QUALITIES if slot == "quality" else TASTES) if dish not in NOT_OF_DISHES.get(quality, ())]
    if slot == "second":
        return [name for name in INGREDIENTS if name != slots["ingredient"]]
    if slot == "meal1" and dish:
        return MEALS[:4] if dish in MORNING else ["lunch", "dinner", "supper"]
    return {
        "ingredient": list(INGREDIENTS), "meal": MEALS, "meal1": [meal for meal in MEALS if " " not in meal], "garden": GARDEN, "event": EVENTS,
        "mood": MOODS, "grill": GRILLS, "fire": FIRES, "cuisine": list(CUISINES), "method": METHODS, "people": PEOPLE, "guests": GUESTS, "cooks": COOKS,
        "time": TIMES, "day": DAYS, "minutes": ["ten", "fifteen", "twenty", "thirty"],
    }[slot]


def with_article(phrase):
    return ("an " if phrase[0].lower() in "aeio" else "a ") + phrase


def words(text):
    return re.findall(r"[^\W_]+", text.lower())


def grams(text, size=5):
    found = words(text)
    return {tuple(found[i:i + size]) for i in range(max(1, len(found) - size + 1))}


def draw(count, seed, taken=(), shared=0.0):
    """Distinct questions: the share of a question's five-word runs that occurs in earlier questions is at most `shared`, and none is in `taken`."""
    rng, seen, chosen, uses = random.Random(seed), set(), [], {}
    taken = set().union(*(grams(question.text) for question in taken)) if taken else set()
    while len(chosen) < count:
        question = sample(rng)
        runs = grams(question.text)
        often = uses.get((question.kind, question.frame), 0) * 90 > 2 * count  # no frame in more than a few questions
        if often or runs & taken or len(runs & seen) > shared * len(runs):
            continue
        seen |= runs
        uses[question.kind, question.frame] = uses.get((question.kind, question.frame), 0) + 1
        chosen.append(question)
    return chosen


def held_out():
    return draw(HELD_OUT, SEED)


def train():
    return draw(TRAIN, SEED + 1, taken=held_out(), shared=0.34)


def main():
    for name, questions in (("train", train()), ("heldout", held_out())):
        lines = [json.dumps({"question": question.text}, ensure_ascii=False) for question in questions]
        (HERE / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
