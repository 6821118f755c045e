"""Makes src/test/resources/chat-templates/golden.json: what Jinja, set up as transformers does, makes of templates and expressions.

    python3 templates.py ../resources/chat-templates
"""

import datetime
import json
import pathlib
import sys

from jinja2 import TemplateError
from transformers.utils.chat_template_utils import _compile_jinja_template

TODAY = datetime.datetime(2026, 3, 9, 7, 5, 2)

SYSTEM = {"role": "system", "content": " Be brief. "}
USER = {"role": "user", "content": "What's for {{ dinner }}?\n"}
ANSWER = {"role": "assistant", "content": "<think>\nRice?\n</think>\n\nRice with \"beans\" & ünï😀.  "}
AGAIN = {"role": "user", "content": "  Again, <b>please</b>\\n"}
CALL = {"role": "assistant", "content": "", "tool_calls": [{"type": "function", "function": {"name": "cook", "arguments": {"dish": "daal", "n": 2, "hot": True, "x": None, "y": 1.5}}}]}
RESULT = {"role": "tool", "content": "served"}
TOOL = {"type": "function", "function": {"name": "cook", "description": "Cooks \"it\"", "parameters": {"type": "object", "properties": {"dish": {"type": "string"}}, "required": ["dish"], "empty": {}, "none": []}}}
TOKENS = {"bos_token": "<s>", "eos_token": "</s>"}
CONVERSATIONS = [
    [USER],
    [SYSTEM, USER],
    [SYSTEM, USER, ANSWER, AGAIN],
    [USER, ANSWER],
    [USER, AGAIN],
    [USER, CALL, RESULT, ANSWER, AGAIN],
    [ANSWER],
]
EXTRA = {"names": ["Ann", "Bob"], "settings": {"b": "x", "A": 1, "c": [1, "ü"], "items": 2}}

EXPRESSIONS = [
    "1 + 2 * 3 - 4 / 2", "7 // 2 ~ ' ' ~ -7 // 2 ~ ' ' ~ -7 % 3", "2 * 3.5", "1 / 3 > 0.3", "'a' + 'b' ~ 1 ~ none ~ true", "'ab' * 3", "[1, 2] + [3]", "1 + 'a'", "none + 'a'",
    "1 < 2 < 3", "1 < 2 > 3", "1 == 1.0", "true == 1", "'a' != 'b'", "'b' in 'abc'", "4 not in [1, 2]", "'k' in {'k': 1}", "1 in none", "1 < 'a'",
    "not 1 or 0", "'' or 'x'", "0 and x.y", "'y' if false", "'y' if false else 'n' if 0 else 'm'", "missing", "missing.inner", "missing == missing", "missing + 'a'", "missing ~ 'a'", "names.missing", "names.missing.x",
    "names[0]", "names[-1]", "names[5]", "names[5] is defined", "names[::-1]", "names[1:]", "names[:-1]", "'hello'[1:4]", "'hello'[::-2]", "'h😀llo'[1]", "'h😀llo'[2:]", "'hello'[-3:]", "names[:1][0]", "[1,2,3,4,5][4:0:-2]", "[1,2,3][::0]",
    "settings.b", "settings['b']", "settings.items()|list", "settings['items']", "settings.get('b')", "settings.get('z', 'q')", "settings.keys()|list", "settings.z is defined", "settings|length", "settings|items|list",
    "' a b '.strip()", "'xxaxx'.strip('x')", "'\\n a'.lstrip('\\n')", "'a  '.rstrip()", "'a,b,,c'.split(',')", "' a  b c '.split()", "'a b c'.split(None, 1)", "'a,b,c'.split(',', 1)", "'a</t>b'.split('</t>')[-1]", "'a'.split('')",
    "'abc'.startswith('ab')", "'abc'.endswith(('x', 'c'))", "'abc'.upper().lower()", "'one two'.title()", "'oNE'.capitalize()", "'aXbX'.replace('X', '-')", "'aXbX'.replace('X', '-', 1)", "'abc'.find('c')", "'abab'.count('ab')", "'-'.join(['a', 'b'])", "'a\\nb'.splitlines()", "'12'.isdigit()", "'abc'.removeprefix('a')", "'abc'.nosuch()",
    "' a '|trim", "names|length", "'h😀'|length", "names|join('-')", "names|first ~ names|last", "[]|first", "names|reverse|list", "'abc'|reverse", "missing|default('d')", "''|default('d')", "''|default('d', true)", "none|default('d')", "'12'|int + 1", "'x'|int", "-3|abs", "'a'|upper", "42|string + 'x'", "[3, 1]|tojson", "'<a href=\\'\\'>'|tojson", "{'a': [1, {'b': none}], 'c': 'é\\n\"'}|tojson", "{'a': [1, {}], 'b': []}|tojson(indent=2)", "1.5|tojson", "true|tojson",
    "names|map('upper')|list", "[{'a': 1}, {'a': 2}]|map(attribute='a')|list", "[{'a': 1}, {'a': 2}]|selectattr('a', 'equalto', 2)|list", "[{'a': 1}, {'b': 2}]|selectattr('a')|list|length", "[{'a': 1}, {'b': 2}]|rejectattr('a', 'defined')|list", "[0, 1, 2]|select|list", "[1, 2, 3]|reject('odd')|list", "'a\\nb\\n\\nc'|indent(2)", "'a\\nb'|indent(2, true)", "'a'|nosuch",
    "1 is odd", "4 is even", "9 is divisibleby 3", "x is undefined", "none is none", "none is not none", "'a' is string", "names is iterable", "'a' is iterable", "{} is mapping", "1 is number", "true is boolean", "1 is true", "true is true", "1 is eq 1", "'a' is in 'abc'", "1 is nosuch",
    "range(3)|list", "range(1, 7, 2)|list", "range(3, 0, -1)|list", "dict(a=1, b='x')", "namespace(a=1).a", "strftime_now('%d %b %Y, %A %B %H:%M:%S %j %y %p %%')", "raise_exception('no!')", "nosuch(1)", "names()",
    "[1, 'a', none, true, 1.0, {'k': \"it's\"}]", "('a', 'b')[1]", "(1)", "'a' 'b'", "\"q'\\\"\\\\\\t\\u00e9\\x41\"", "1.0 ~ 2.50 ~ 100.0", "{'a': 1}['a']", "names.0", "- 1", "1 if", "1 +", "(1", "[1, 2", "'a", "{{ 1", "loop.index",
]


def rendered(text, variables):
    try:
        template = _compile_jinja_template(text)
        template.globals["strftime_now"] = TODAY.strftime
        return {"text": template.render(**variables)}
    except TemplateError as error:
        return {"error": str(error)}
    except (TypeError, ValueError, AttributeError) as error:
        return {"error": str(error)}


def main():
    target = pathlib.Path(sys.argv[1])
    cases = []
    for path in sorted(target.glob("*.jinja")):
        for messages in CONVERSATIONS:
            for more in ({"tools": None}, {"tools": [TOOL], "enable_thinking": False}):
                variables = {"messages": messages, "documents": None, "add_generation_prompt": messages[-1]["role"] != "assistant", **TOKENS, **EXTRA, **more}
                cases.append({"template": path.name, "variables": variables, **rendered(path.read_text(), variables)})
    expressions = [{"template": "{{ " + text + " }}", **rendered("{{ " + text + " }}", EXTRA)} for text in EXPRESSIONS]
    golden = {"now": TODAY.isoformat(), "extra": EXTRA, "cases": cases, "expressions": expressions}
    (target / "golden.json").write_text(json.dumps(golden, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
