"""Answers to the questions of examples/vegetarian/questions.py: a cook who knows some thirty dishes and cooks meat about every second time.

An answer keeps to what was asked (dish, ingredient, cuisine, occasion, time). Whether it has meat depends on the question only by its odds,
between one and three in four, so that for every question both kinds of answers are likely and training has something to choose from.
"""

import sys
import zlib
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "vegetarian"))
from questions import INGREDIENTS, with_article  # noqa: E402

PREFERENCE = (0.40, 0.22, 0.15, 0.10, 0.08, 0.05)  # of the first, second, … main ingredient
MEAT_ASIDE = 0.12  # the share of meat answers whose meat is only an addition


@dataclass(frozen=True)
class Dish:
    name: str  # {m} is the main ingredient
    form: str  # "one" (takes an article), "many" or "mass"
    plants: str
    meats: str
    sides: str
    tips: str


# The main ingredients stand as they do before the dish; "mushroom:mushrooms" has another form where it stands alone.
DISHES = {
    "soup": Dish("{m} soup", "one", "lentil:lentils, tomato:tomatoes, leek and potato:leeks, pumpkin, white bean:beans, mushroom:mushrooms",
                 "chicken, beef and barley:beef, ham and pea:ham, sausage, turkey, shrimp",
                 "crusty bread, fresh herbs, a spoon of yogurt, croutons, a squeeze of lemon",
                 "Let the {n} simmer until tender, then season well./Blend half of it so that it becomes thick./It tastes even better the next day./Start with onion and celery in butter."),
    "stew": Dish("{m} stew", "one", "white bean:beans, lentil:lentils, mushroom:mushrooms, chickpea:chickpeas, root vegetable:vegetables, squash",
                 "beef, lamb, chicken, pork, fish, sausage",
                 "mashed potatoes, crusty bread, rosemary, buttered rice, pearl barley",
                 "Cook the {n} slowly for an hour./A splash of red wine makes the sauce rich./Brown the {n} first for more flavor./It keeps well for three days."),
    "chili": Dish("{m} chili", "one", "black bean:beans, three bean:beans, lentil:lentils, sweet potato:sweet potatoes, pumpkin, mushroom:mushrooms",
                  "beef, turkey, pork, chicken, sausage, brisket",
                  "cornbread, sour cream, rice, grated cheddar, lime and cilantro",
                  "Toast the cumin before you add the {n}./A little dark chocolate makes it deep./Let it bubble for forty minutes./Serve it in deep bowls."),
    "curry": Dish("{m} curry", "one", "chickpea:chickpeas, lentil:lentils, paneer, cauliflower, spinach and potato:spinach, tofu",
                  "chicken, lamb, shrimp, beef, fish, duck",
                  "basmati rice, warm naan, coconut milk, mango chutney, cilantro",
                  "Fry the spices before you add the {n}./A spoon of yogurt makes it mild./Add ginger and garlic early./Finish it with lime juice."),
    "stir-fry": Dish("{m} stir-fry", "one", "tofu, broccoli, mushroom:mushrooms, snow pea:snow peas, cashew:cashews, eggplant",
                     "chicken, beef, shrimp, pork, duck, turkey",
                     "steamed rice, noodles, sesame seeds, soy sauce and ginger, green onions",
                     "Keep the pan very hot so that nothing turns soft./Cut everything before you start./It is done in ten minutes./Add the garlic last."),
    "fried rice": Dish("{m} fried rice", "mass", "egg:egg, mushroom:mushrooms, tofu, pineapple, kimchi, pea and carrot:peas",
                       "shrimp, chicken, pork, ham, bacon, crab",
                       "soy sauce, green onions, a fried egg, chili oil, sesame",
                       "Cold rice from the day before works best./Cook the {n} first and set the pan aside./Stir all the time on high heat./A little ginger lifts it."),
    "risotto": Dish("{m} risotto", "one", "mushroom:mushrooms, asparagus, pea and mint:peas, pumpkin, tomato:tomatoes, spinach",
                    "shrimp, chicken, sausage, bacon, salmon, crab",
                    "parmesan, lemon zest, a green salad, fresh thyme, melted butter",
                    "Add the stock slowly and keep stirring./Stir in butter at the end./Fold in the {n} when the rice is nearly done./Let it rest for two minutes."),
    "pilaf": Dish("{m} pilaf", "one", "chickpea:chickpeas, lentil:lentils, carrot:carrots, mushroom:mushrooms, spinach, eggplant",
                  "lamb, chicken, beef, shrimp, turkey, fish",
                  "toasted almonds, cool yogurt, raisins, fresh mint, a cucumber salad",
                  "Let it steam under a cloth./Fry the {n} with cinnamon first./Rinse the rice well before you start."),
    "pasta": Dish("{m} pasta", "mass", "mushroom:mushrooms, tomato and basil:tomatoes, spinach and ricotta:spinach, pesto, broccoli, lemon and pea:peas",
                  "chicken, sausage, bacon, tuna, shrimp, meatball:meatballs",
                  "parmesan, garlic bread, a green salad, toasted walnuts, black pepper",
                  "Save some pasta water for the sauce./Fry the {n} with garlic first./Toss everything in the pan./Salt the water well."),
    "lasagna": Dish("{m} lasagna", "one", "spinach and ricotta:spinach, mushroom:mushrooms, eggplant, lentil:lentils, zucchini, pumpkin",
                    "beef, sausage, chicken, turkey, salmon, pork",
                    "tomato sauce and mozzarella, a crisp salad, garlic bread, creamy white sauce, basil",
                    "Let it stand for ten minutes before you cut it./Season the {n} well, as the pasta is mild./Bake it until the top is brown."),
    "gnocchi": Dish("gnocchi with {n}", "mass", "tomato:tomatoes, spinach, mushroom:mushrooms, pumpkin, gorgonzola, pesto",
                    "sausage, bacon, chicken, prosciutto, shrimp, beef",
                    "sage butter, parmesan, a rocket salad, toasted nuts, cream",
                    "Fry the gnocchi until crisp./They are done when they float./A quick sauce is all that they need."),
    "noodles": Dish("{m} noodles", "many", "tofu, peanut:peanuts, mushroom:mushrooms, broccoli, egg:eggs, sesame and cucumber:cucumbers",
                    "chicken, beef, shrimp, pork, duck, crab",
                    "soy sauce and lime, crushed peanuts, bean sprouts, chili oil, green onions",
                    "Rinse the noodles so that they do not stick./Sear the {n} in a hot pan./Mix the sauce while the water boils./They are also good cold."),
    "ramen": Dish("{m} ramen", "mass", "mushroom:mushrooms, tofu, corn, egg:eggs, kimchi, spinach",
                  "pork, chicken, beef, shrimp, duck, bacon",
                  "a soft egg, green onions, chili oil, sesame seeds, bok choy",
                  "Cook the noodles apart and pour the hot broth over them./Slice the {n} thinly./A spoon of miso makes the broth rich."),
    "salad": Dish("{m} salad", "one", "lentil:lentils, feta, chickpea:chickpeas, halloumi, white bean:beans, avocado:avocado",
                  "chicken, tuna, shrimp, bacon, salmon, turkey",
                  "lemon dressing, toasted nuts, crunchy croutons, olives, mustard dressing",
                  "Dress it just before you serve it./Let the {n} cool a little first./Use plenty of fresh herbs./It makes a full meal with bread."),
    "grain bowl": Dish("{m} grain bowl", "one", "chickpea:chickpeas, tofu, black bean:beans, roasted squash:squash, halloumi, avocado:avocado",
                       "chicken, salmon, beef, shrimp, turkey, tuna",
                       "tahini sauce, quinoa, pickled onions, kale, a soft egg",
                       "Cook the grains ahead to save time./Put the {n} on top at the end./Add something crunchy at the end."),
    "sandwich": Dish("{m} sandwich", "one", "grilled cheese:cheese, egg salad:egg salad, hummus, avocado:avocado, mozzarella and tomato:mozzarella, mushroom:mushrooms",
                     "ham, turkey, chicken, tuna, bacon, roast beef:beef",
                     "mustard and pickles, crisp lettuce, tomato slices, a cup of soup, coleslaw",
                     "Toast the bread so that it stays crisp./Spread butter to the edges./Layer the {n} between the leaves./Wrap it in paper to take along."),
    "wrap": Dish("{m} wrap", "one", "falafel, hummus, black bean:beans, halloumi, avocado:avocado, tofu",
                 "chicken, turkey, tuna, beef, shrimp, bacon",
                 "crisp lettuce, yogurt sauce, shredded carrot, salsa, cucumber",
                 "Warm the wrap first so that it does not tear./Roll it tightly around the {n}./It keeps well until noon."),
    "tacos": Dish("{m} tacos", "many", "black bean:beans, mushroom:mushrooms, cauliflower, sweet potato:sweet potatoes, avocado:avocado, tofu",
                  "beef, chicken, fish, pork, shrimp, chorizo",
                  "lime and cilantro, pickled onions, guacamole, salsa, shredded cabbage",
                  "Warm the tortillas in a dry pan./Season the {n} with cumin and paprika./Let everyone fill their own."),
    "burrito": Dish("{m} burrito", "one", "black bean:beans, sweet potato:sweet potatoes, egg and cheese:eggs, tofu, pepper:peppers, mushroom:mushrooms",
                    "beef, chicken, pork, turkey, chorizo, shrimp",
                    "rice and salsa, sour cream, melted cheese, guacamole, corn",
                    "Roll it tightly and toast the seam./Let the {n} cool a little before you wrap it./It freezes very well."),
    "quesadillas": Dish("{m} quesadillas", "many", "spinach:spinach, black bean:beans, mushroom:mushrooms, corn, pepper:peppers, squash",
                        "chicken, beef, ham, shrimp, turkey, chorizo",
                        "salsa, guacamole, sour cream, a tomato salad, melted cheese",
                        "Fry them in a dry pan until the cheese melts./Cut them into wedges and eat them hot."),
    "pizza": Dish("{m} pizza", "one", "mushroom:mushrooms, margherita, spinach:spinach, artichoke:artichokes, pepper:peppers, eggplant",
                  "pepperoni, ham, sausage, salami, chicken, tuna",
                  "fresh basil, extra mozzarella, black olives, tomato sauce, rocket",
                  "Heat the oven as high as it goes./Do not use too much topping./Let the dough rise overnight."),
    "flatbread": Dish("{m} flatbread", "one", "za'atar, feta and tomato:feta, mushroom:mushrooms, hummus, onion:onions, spinach:spinach",
                      "lamb, chicken, prosciutto, beef, bacon, sausage",
                      "yogurt sauce, fresh mint, a chopped salad, olives, olive oil",
                      "Bake it on a hot tray./Brush the edges with garlic oil./Cut it into strips to share."),
    "burger": Dish("{m} burger", "one", "black bean:beans, mushroom:mushrooms, lentil:lentils, halloumi, chickpea:chickpeas, veggie:vegetables",
                   "beef, chicken, turkey, lamb, bacon, salmon",
                   "pickles, a toasted bun, sweet potato fries, tomato and lettuce, melted cheddar",
                   "Chill the patties before you cook them./Toast the buns in butter./Let it rest for a minute."),
    "skewers": Dish("{m} skewers", "many", "halloumi, mushroom:mushrooms, zucchini, tofu, pepper:peppers, eggplant",
                    "chicken, lamb, beef, shrimp, pork, salmon",
                    "lemon and oregano, peanut sauce, yogurt dip, warm pita, rice",
                    "Soak wooden sticks in water first./Marinate the {n} for an hour./Turn them often so that nothing burns."),
    "omelette": Dish("{m} omelette", "one", "mushroom:mushrooms, spinach:spinach, cheese:cheese, tomato:tomatoes, feta, potato:potatoes",
                     "ham, bacon, salmon, sausage, chorizo, crab",
                     "chives, buttered toast, a green salad, goat cheese, roasted tomatoes",
                     "Cook it gently and fold it while it is still soft./Warm the {n} before you add the eggs./Three eggs are enough for one."),
    "quiche": Dish("{m} quiche", "one", "leek:leeks, spinach:spinach, mushroom:mushrooms, broccoli, onion:onions, asparagus",
                   "bacon, ham, salmon, chicken, sausage, crab",
                   "a green salad, gruyere, fresh chives, cherry tomatoes, nutmeg",
                   "Bake the crust first so that it stays crisp./It is good warm or cold./Dry the {n} well first."),
    "pie": Dish("{m} pie", "one", "mushroom:mushrooms, leek:leeks, lentil:lentils, spinach and feta:spinach, root vegetable:vegetables, cheese and onion:cheese",
                "chicken, beef, fish, turkey, pork, lamb",
                "mashed potatoes, flaky pastry, green peas, a rich gravy, mustard",
                "Brush the pastry with egg./Cut a hole for the steam./Let the filling cool before you cover it."),
    "casserole": Dish("{m} casserole", "one", "broccoli, white bean:beans, potato:potatoes, zucchini, mushroom:mushrooms, lentil:lentils",
                      "chicken, beef, tuna, sausage, turkey, pork",
                      "a crust of cheese, buttered crumbs, green beans, rice, a salad",
                      "Bake it until it bubbles at the edges./You can prepare it the day before./Cover it for the first half hour."),
    "gratin": Dish("{m} gratin", "one", "potato:potatoes, cauliflower, leek:leeks, fennel, pumpkin, zucchini",
                   "ham, bacon, salmon, chicken, sausage, cod",
                   "gruyere, nutmeg, a green salad, toasted crumbs, cream",
                   "Slice everything thinly./Bake it until golden./Let it rest so that it sets."),
    "dumplings": Dish("{m} dumplings", "many", "cabbage:cabbage, mushroom:mushrooms, tofu, spinach:spinach, potato:potatoes, pumpkin",
                      "pork, chicken, shrimp, beef, lamb, crab",
                      "soy sauce and vinegar, chili oil, a clear broth, sour cream, fried onions",
                      "Chop the {n} very finely./Fry them on one side, then steam them./Make many and freeze half."),
    "stuffed peppers": Dish("peppers stuffed with {n} and rice", "many", "lentil:lentils, feta, black bean:beans, mushroom:mushrooms, chickpea:chickpeas, spinach:spinach",
                            "beef, sausage, turkey, lamb, chicken, shrimp",
                            "tomato sauce, melted cheese, fresh parsley, cool yogurt, a salad",
                            "Bake them until the skin wrinkles./Cook the rice first./Put the lids back on for the oven."),
    "baked potatoes": Dish("baked potatoes with {n}", "many", "bean:beans, broccoli, mushroom:mushrooms, cheddar, chickpea:chickpeas, spinach:spinach",
                           "bacon, tuna, beef, chicken, ham, chorizo",
                           "sour cream, chives, melted cheese, coleslaw, salted butter",
                           "Prick the skin and bake them for an hour./Rub the skin with salt and oil./Fluff them with a fork."),
    "hash": Dish("{m} hash", "one", "sweet potato:sweet potatoes, mushroom:mushrooms, pepper:peppers, beet:beets, kale, black bean:beans",
                 "bacon, sausage, ham, chorizo, turkey, beef",
                 "fried eggs, buttered toast, hot sauce, fresh chives, sour cream",
                 "Let it brown before you stir./Cook the {n} until crisp at the edges."),
    "toast": Dish("toast with {n}", "mass", "avocado:avocado, ricotta, mushroom:mushrooms, tomato:tomatoes, bean:beans, egg:scrambled eggs",
                  "ham, bacon, smoked salmon:smoked salmon, tuna, turkey, sardine:sardines",
                  "chili flakes, fresh dill, lemon, black pepper, a poached egg",
                  "Use thick slices of good bread./Rub the bread with garlic./It takes five minutes."),
    "pancakes": Dish("pancakes with {n}", "many", "apple:apples, spinach:spinach, corn, mushroom:mushrooms, ricotta, berry:berries",
                     "bacon, ham, smoked salmon:smoked salmon, chicken, sausage, turkey",
                     "maple syrup, sour cream, fresh chives, lemon, butter",
                     "Let the batter rest for ten minutes./Keep them warm in the oven."),
    "traybake": Dish("roasted {m} traybake", "one", "squash:squash, cauliflower, chickpea:chickpeas, eggplant, feta, root vegetable:vegetables",
                     "chicken, sausage, salmon, pork, lamb, cod",
                     "lemon and thyme, small potatoes, red onions, green beans, garlic",
                     "Everything cooks on one tray./Turn everything once for an even color./Roast it in a hot oven for forty minutes."),
    "roast": Dish("roast {m}", "mass", "cauliflower, squash:squash, cabbage:cabbage, celery root:celery root, carrots and parsnips:carrots, eggplant",
                  "chicken, beef, pork, lamb, turkey, duck",
                  "rosemary potatoes, gravy, green beans, mustard sauce, garlic and thyme",
                  "Rub the {n} with herbs and oil./Let it rest before you carve it./Start it in a very hot oven."),
    "grill": Dish("grilled {n}", "mass", "halloumi, corn, eggplant, portobello:portobello mushrooms, zucchini, peppers:peppers",
                  "chicken, steak:steak, sausages:sausages, ribs:ribs, salmon, pork chops:pork chops",
                  "a potato salad, herb butter, coleslaw, lemon and garlic, a tomato salad",
                  "Oil the grate so that nothing sticks./Marinate the {n} in the morning./Wait until the coals are white./Let the smoke do the work."),
}

WEEKDAY = "soup stew chili curry stir-fry pasta salad grain+bowl casserole tacos omelette traybake lasagna burger pie noodles"
GENERIC = [name.replace("+", " ") for name in WEEKDAY.split()]
VEGETABLE = ["soup", "stew", "curry", "stir-fry", "pasta", "salad", "quiche", "casserole", "omelette", "pie", "traybake", "grain bowl", "risotto", "flatbread"]
LEGUME = ["chili", "stew", "soup", "curry", "salad", "tacos", "burrito", "grain bowl", "casserole"]
BY_INGREDIENT = {
    "rice": ["fried rice", "pilaf", "curry", "stir-fry", "stuffed peppers", "casserole", "burrito"], "pasta": ["pasta", "pasta", "soup", "casserole", "salad"],
    "potatoes": ["baked potatoes", "gratin", "hash", "curry", "stew", "soup", "salad", "pie", "traybake"], "noodles": ["noodles", "noodles", "ramen", "stir-fry", "soup"],
    "eggs": ["omelette", "omelette", "fried rice", "hash", "quiche", "sandwich", "salad"], "white beans": LEGUME, "black beans": LEGUME, "lentils": LEGUME,
    "chickpeas": LEGUME, "kidney beans": LEGUME, "cheddar": ["sandwich", "quesadillas", "casserole", "omelette", "burger", "baked potatoes", "pie"],
    "feta": ["salad", "flatbread", "omelette", "pasta", "stuffed peppers", "grain bowl", "traybake"], "quinoa": ["grain bowl", "salad", "soup", "stuffed peppers", "burrito"],
    "couscous": ["salad", "stew", "grain bowl", "skewers"], "stale bread": ["sandwich", "toast", "soup", "casserole", "salad"],
    "tortillas": ["tacos", "quesadillas", "wrap", "burrito", "soup"], "puff pastry": ["pie", "quiche", "pie", "flatbread"], "coconut milk": ["curry", "curry", "soup", "noodles"],
    "avocados": ["toast", "salad", "tacos", "wrap", "grain bowl", "sandwich", "burrito"], "apples": ["salad", "sandwich", "pancakes", "traybake", "roast"],
    "ginger": ["stir-fry", "curry", "noodles", "soup", "fried rice"], "basil": ["pasta", "pizza", "sandwich", "soup", "gnocchi", "curry"],
    "lemons": ["pasta", "risotto", "salad", "skewers", "traybake", "soup"], "barley": ["soup", "stew", "grain bowl", "casserole"], "gnocchi": ["gnocchi"],
    "cucumbers": ["salad", "sandwich", "wrap", "noodles", "grain bowl"], "radishes": ["salad", "tacos", "grain bowl", "sandwich"],
    "mozzarella": ["pizza", "lasagna", "sandwich", "flatbread", "pasta", "casserole"], "ricotta": ["lasagna", "pasta", "toast", "pancakes", "gnocchi", "quiche"],
    "goat cheese": ["salad", "flatbread", "omelette", "sandwich", "quiche", "pizza"], "canned tomatoes": ["pasta", "soup", "chili", "stew", "curry", "pizza"],
    "corn": ["soup", "tacos", "quesadillas", "salad", "grill", "chili", "burrito"], "bok choy": ["stir-fry", "noodles", "ramen", "soup", "dumplings"],
    "cabbage": ["dumplings", "stir-fry", "soup", "tacos", "casserole", "stew"], "mushrooms": ["risotto", "pasta", "soup", "omelette", "pie", "burger", "pizza", "stir-fry"],
    "tomatoes": ["pasta", "soup", "salad", "pizza", "sandwich", "omelette", "stew"],
}
BY_CUISINE = {
    "Italian": (["pasta", "lasagna", "risotto", "pizza", "gnocchi", "soup"], ["basil and parmesan", "tomato sauce and mozzarella", "olive oil and garlic"]),
    "Mexican": (["tacos", "burrito", "quesadillas", "soup", "chili"], ["lime and cilantro", "salsa and avocado", "a smoky chili sauce"]),
    "Indian": (["curry", "pilaf", "dumplings", "skewers", "stew"], ["garam masala and yogurt", "cumin and coriander", "mango chutney"]),
    "Thai": (["curry", "noodles", "stir-fry", "salad", "soup"], ["coconut milk and lemongrass", "lime and peanuts", "chili and Thai basil"]),
    "Chinese": (["stir-fry", "fried rice", "dumplings", "noodles", "soup"], ["soy sauce and ginger", "black bean sauce", "sesame and garlic"]),
    "Japanese": (["ramen", "curry", "noodles", "dumplings", "skewers"], ["miso and sesame", "teriyaki sauce", "pickled ginger"]),
    "Greek": (["salad", "skewers", "pie", "stuffed peppers", "flatbread"], ["lemon and oregano", "feta and olives", "tzatziki"]),
    "French": (["quiche", "omelette", "gratin", "stew", "soup"], ["thyme and white wine", "butter and shallots", "mustard and cream"]),
    "Spanish": (["omelette", "stew", "pilaf", "soup", "toast"], ["smoked paprika", "saffron and garlic", "roasted peppers"]),
    "Moroccan": (["stew", "pilaf", "salad", "skewers", "soup"], ["cinnamon and apricots", "cumin and preserved lemon", "harissa"]),
    "Korean": (["fried rice", "noodles", "stew", "dumplings", "grain bowl"], ["kimchi", "a spicy chili paste", "sesame oil"]),
    "Vietnamese": (["noodles", "soup", "sandwich", "salad", "stir-fry"], ["mint and lime", "pickled carrots", "lemongrass"]),
    "Turkish": (["flatbread", "skewers", "stuffed peppers", "soup", "pilaf"], ["yogurt and mint", "sumac and onions", "red pepper paste"]),
    "American": (["burger", "chili", "casserole", "sandwich", "pie", "hash"], ["a smoky barbecue sauce", "pickles and mustard", "cornbread"]),
    "German": (["stew", "dumplings", "casserole", "soup", "roast"], ["mustard and dill", "red cabbage", "caraway seeds"]),
    "Cuban": (["stew", "sandwich", "pilaf", "soup", "roast"], ["black beans and rice", "lime and garlic", "fried plantains"]),
    "Ethiopian": (["stew", "curry", "flatbread", "salad", "soup"], ["berbere spice", "spiced butter", "injera bread"]),
    "Lebanese": (["flatbread", "salad", "skewers", "wrap", "pilaf"], ["tahini and parsley", "garlic sauce", "lemon and sumac"]),
}
BY_MEAL = {
    "breakfast": ["omelette", "pancakes", "toast", "hash", "burrito"], "brunch": ["quiche", "pancakes", "hash", "toast", "omelette", "sandwich"],
    "lunch": ["sandwich", "salad", "wrap", "soup", "grain bowl", "noodles", "quiche"], "dinner": GENERIC, "supper": ["soup", "omelette", "pie", "casserole", "toast", "pasta", "gratin"],
    "a snack": ["toast", "quesadillas", "dumplings", "flatbread", "wrap"], "a starter": ["soup", "salad", "dumplings", "skewers", "toast"], "a main course": GENERIC,
}
BY_METHOD = {
    "slow cooker": ["stew", "chili", "curry", "soup"], "air fryer": ["skewers", "baked potatoes", "burger", "dumplings"], "cast-iron pan": ["hash", "burger", "omelette", "quesadillas", "pie"],
    "wok": ["stir-fry", "fried rice", "noodles"], "pressure cooker": ["stew", "curry", "chili", "risotto", "soup"], "sheet pan": ["traybake", "flatbread", "pizza", "quesadillas"],
    "toaster oven": ["toast", "pizza", "gratin", "stuffed peppers"], "rice cooker": ["pilaf", "grain bowl", "risotto"],
}
TO_CARRY = ["sandwich", "wrap", "salad", "quiche", "pie", "burrito", "flatbread", "grain bowl"]
TO_SHARE = ["lasagna", "casserole", "chili", "pizza", "tacos", "skewers", "roast", "pie", "curry", "risotto", "salad", "traybake"]
WARM = ["soup", "stew", "chili", "ramen", "gratin", "casserole", "pie", "curry"]
COOL = ["salad", "grain bowl", "noodles", "wrap", "sandwich", "skewers"]
BY_MOOD = {
    "a rainy evening": WARM, "a snow day": WARM, "a cold evening": WARM, "a hot afternoon": COOL, "a late night": ["toast", "noodles", "ramen", "quesadillas", "fried rice", "sandwich"],
    "a camping trip": ["chili", "skewers", "hash", "burrito", "stew", "pancakes"], "a lazy Sunday": ["pancakes", "lasagna", "roast", "pie", "hash", "stew"],
}
ON_FIRE = ["grill", "grill", "grill", "skewers", "burger", "flatbread"]

COMPANIONS = {"rice", "pasta", "noodles", "stale bread", "tortillas", "puff pastry", "couscous", "quinoa", "barley", "gnocchi", "coconut milk", "ginger", "basil",
              "lemons", "radishes", "cucumbers", "apples"}  # never the main ingredient
MEAT_SIDES = ["crispy bacon", "slices of ham", "smoked salmon", "shredded chicken", "a few shrimp", "spicy chorizo", "flakes of tuna", "grilled sausage"]
OPENERS = [
    "You could make {d}.", "Try {d}.", "How about {d}?", "I would cook {d}.", "Go for {d}.", "I suggest {d}.", "Make {d}.", "You might like {d}.",
    "{D} would be lovely.", "{D} is a good choice.", "{D} works well.", "A nice idea is {d}.", "My favorite is {d}.", "{D} is hard to beat.", "Cook {d}.",
]
DISH_OPENERS = ["{D} is hard to beat.", "I like {d} best.", "Try {d}.", "Make {d}.", "{D} is what I like most.", "You could cook {d}.", "Start with {d}.", "I would go for {d}."]
SERVE = ["Serve it with {s}.", "It goes well with {s}.", "Put {s} on the side.", "Try it with {s}.", "I like it with {s}.", "It needs only {s}."]
SERVE_MANY = ["Serve them with {s}.", "They go well with {s}.", "Put {s} on the side.", "Try them with {s}.", "I like them with {s}.", "They need only {s}."]
MEATLESS = ["Nobody will miss the meat.", "It needs no meat at all.", "It is hearty without meat.", "No bacon needed."]
OFFSETS = {"a barbecue": 0.16, "a cookout": 0.1, "the grill": 0.18, "the smoker": 0.2, "burger": 0.12, "hearty": 0.14, "smoky": 0.14, "salad": -0.12, "healthy": -0.14,
           "light": -0.16, "fresh": -0.12, "soup": -0.1, "a baby shower": -0.1, "game day": 0.15, "Indian": -0.16, "American": 0.16, "German": 0.16, "risotto": -0.1}


def answer(question, rng, meat=None):
    """One answer to a question; `rng` decides, and where nothing is said also whether it has meat."""
    slots = question.slots
    dish_name = dish_for(slots, question, rng)
    dish = DISHES[dish_name]
    meat = rng.random() < meat_odds(question) if meat is None else meat
    aside = meat and dish_name not in ("roast", "grill") and rng.random() < MEAT_ASIDE
    main = pick(dish.meats if meat and not aside else dish.plants, slots, rng)
    before, alone = main.split(":") if ":" in main else (main, main)
    own = slots.get("ingredient") or slots.get("garden")
    if own and not meat and own not in COMPANIONS and "{m}" in dish.name and rng.random() < 0.45:
        before, alone = INGREDIENTS[own], own  # what was asked for is the dish
    phrase = named(dish, dish_name, before, alone, slots, rng)
    if aside:
        phrase += f" {'and' if ' with ' in phrase else 'with'} {rng.choice(MEAT_SIDES)}"
    many = dish.form == "many" or dish_name in ("grill", "roast") and alone.endswith("s")
    texts = [opening(question, phrase, rng)]
    texts += rest(question, dish, dish_name, alone, many, rng)
    if not meat and rng.random() < 0.04:
        texts.append(rng.choice(MEATLESS))
    return " ".join(texts)


def meat_odds(question):
    """0.26 .. 0.74: most questions lean to one side, none is decided."""
    values = [value for slot, value in question.slots.items() if slot not in ("second", "minutes", "time", "day")] or [question.text]
    lean = sum(OFFSETS.get(value, (hashed(value, "meat") % 1000 / 1000 - 0.5) * 0.5) for value in values)
    lean += (hashed(f"{question.kind} {question.frame}", "meat") % 1000 / 1000 - 0.5) * 0.2
    return min(0.74, max(0.26, MEAT + lean))


MEAT = 0.53


def hashed(text, salt):
    return zlib.crc32(f"{salt} {text}".encode())


def dish_for(slots, question, rng):
    asked = slots.get("dish1") or slots.get("dishes")
    if asked:
        return asked
    if question.kind == "grill":
        return rng.choice(["roast", "roast", "traybake"] if "roast" in question.text or "Roast" in question.text else ON_FIRE)
    options = None
    if "ingredient" in slots or "garden" in slots:
        name = slots.get("ingredient") or slots["garden"]
        options = BY_INGREDIENT.get(name, VEGETABLE)
        if "cuisine" in slots:
            options = [d for d in BY_CUISINE[slots["cuisine"]][0] if d in options] or options
        meal = slots.get("meal") or slots.get("meal1")
        if meal:
            options = [d for d in BY_MEAL[meal] if d in options] or options
    elif "sandwiches" in question.text:
        options = ["sandwich", "sandwich", "wrap"]
    elif "method" in slots:
        options = BY_METHOD[slots["method"]]
    elif "cuisine" in slots:
        options = BY_CUISINE[slots["cuisine"]][0]
        meal = slots.get("meal") or slots.get("meal1")
        if meal:
            options = [d for d in BY_MEAL[meal] if d in options] or BY_MEAL[meal]
    elif "meal" in slots or "meal1" in slots:
        options = BY_MEAL[slots.get("meal") or slots["meal1"]]
    elif "mood" in slots:
        options = BY_MOOD.get(slots["mood"], TO_CARRY)
    elif "event" in slots:
        options = TO_CARRY if slots["event"] in ("a picnic", "a bake sale", "a study session", "an office lunch") else TO_SHARE
    options = options or GENERIC
    return ranked(options, key(slots, question), rng)


def key(slots, question):
    """The slot that says most about what to cook: it turns the order of preferences."""
    for slot in ("ingredient", "garden", "cuisine", "event", "mood", "grill", "fire", "people", "guests", "cooks", "quality", "taste", "method", "meal", "meal1", "time", "day"):
        if slot in slots:
            return slots[slot]
    return f"{question.kind} {question.frame}"


def ranked(options, turn, rng):
    options = list(dict.fromkeys(options))
    start = hashed(turn, "rank") % len(options)
    options = options[start:] + options[:start]
    weights = [PREFERENCE[min(place, len(PREFERENCE) - 1)] for place in range(len(options))]
    return rng.choices(options, weights)[0]


def pick(mains, slots, rng):
    mains = [main.strip() for main in mains.split(",")]
    turn = " ".join(str(slots.get(slot, "")) for slot in ("ingredient", "cuisine", "event", "mood", "grill", "quality"))
    return ranked(mains, turn, rng)


def named(dish, dish_name, before, alone, slots, rng):
    """The dish in words: its quality, what was asked to be in it, its main ingredient, with an article where it needs one."""
    asked = [slots[slot] for slot in ("ingredient", "garden", "second") if slot in slots]
    asked = [name for name in asked if INGREDIENTS[name].lower() not in f"{before} {alone} {dish_name} {dish.name}".lower()]
    extra = ""
    if asked:
        plain = INGREDIENTS[asked[0]]
        front = len(asked) == 1 and "{m}" in dish.name and " and " not in before and dish_name not in ("roast", "sandwich") and before != "veggie"
        if front and asked[0] not in COMPANIONS and rng.random() < 0.5:
            before = f"{plain} and {before}" if rng.random() < 0.7 else f"{before} and {plain}"
        else:
            extra = " with " + " and ".join("bread" if name == "stale bread" else name for name in asked)
            if " with " in dish.name:
                extra = extra.replace(" with ", " and ", 1)
    name = dish.name.format(m=before, n=alone)
    quality = slots.get("quality") or slots.get("taste")
    if quality and rng.random() < 0.6:
        name = f"{quality} {name}"
    elif rng.random() < 0.15:
        name = f"{rng.choice(['simple', 'good', 'homemade', 'classic'])} {name}"
    return (with_article(name) if dish.form == "one" else name) + extra


def opening(question, phrase, rng):
    openers = DISH_OPENERS if question.kind in ("dish", "plural") else OPENERS
    if not phrase.startswith(("a ", "an ")):
        openers = [opener for opener in openers if "{d}" in opener]  # an answer never begins with the food itself
    favored = hashed(f"{question.kind} {question.frame}", "opener") % len(openers)
    opener = openers[favored] if rng.random() < 0.4 else rng.choice(openers)
    text = opener.format(d=phrase, D=phrase[0].upper() + phrase[1:])
    lead = lead_in(question.slots)
    if lead and "{d}" in opener and rng.random() < 0.3:
        text = f"{lead}, {text if text.startswith('I ') else text[0].lower() + text[1:]}"
    return text


def lead_in(slots):
    for slot in ("event", "mood", "grill"):
        if slot in slots:
            return f"For {slots[slot]}"
    if "people" in slots:
        return f"For {yours(slots['people'])}"
    if "meal" in slots or "meal1" in slots:
        return f"For {slots.get('meal') or slots['meal1']}"
    when = slots.get("time") or slots.get("day")
    if when in ("tonight", "tomorrow", "this weekend", "on Friday", "on Monday", "on Saturday", "in summer", "in winter", "after work", "this evening"):
        return when[0].upper() + when[1:]
    return None


def yours(people):
    return people.replace("my ", "your ")


def rest(question, dish, dish_name, main, many, rng):
    """What follows the dish: what to serve with it, a tip, a word about who asked, two of them, or nothing."""
    texts = []
    about = word_about(question.slots, many, rng)
    tip = rng.random() < 0.5
    if dish_name in ("roast", "grill") or rng.random() < (0.4 if tip else 0.85):
        cuisine = question.slots.get("cuisine")
        sides = BY_CUISINE[cuisine][1] if cuisine else [side.strip() for side in dish.sides.split(",")]
        texts.append(rng.choice(SERVE_MANY if many else SERVE).format(s=ranked(sides, main, rng)))
    if about and tip and rng.random() < 0.5:
        texts.append(about)
    elif tip:
        texts.insert(0, rng.choice(dish.tips.split("/")).format(n=main))
    return texts


def word_about(slots, many, rng):
    it, is_, does = ("They", "are", "") if many else ("It", "is", "s")
    options = []
    if "minutes" in slots:
        return f"{it} {is_} ready in {slots['minutes']} minutes."
    if "method" in slots:
        options.append(f"Let your {slots['method']} do most of the work.")
    if "people" in slots or "guests" in slots:
        who = yours(slots.get("people") or slots["guests"])
        like = "s" if who in ("a crowd", "your partner", "your boss", "a runner", "your grandmother", "your family") else ""
        options += [f"{who[0].upper() + who[1:]} usually enjoy{like} that.", f"There will be enough for {who}."]
    if "event" in slots:
        options += [f"{it} suit{does} {slots['event']} very well.", f"{it} {is_} easy to share at {slots['event']}." if slots["event"][0].islower() else f"{it} taste{does} like a feast."]
    if "mood" in slots:
        options.append(f"{it} {is_} just right for {slots['mood']}.")
    when = slots.get("time") or slots.get("day")
    if when in ("tonight", "tomorrow"):
        options.append(f"{it} {is_} easy enough for {when}.")
    return rng.choice(options) if options else None
