"""The official openai client and LangChain's chat model against a served model, unchanged: URL KEY MODEL OTHER_MODEL."""
import sys

import openai
from langchain_core.messages import HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI

url, key, model, other = sys.argv[1:]
client = openai.OpenAI(base_url=url, api_key=key, max_retries=0)
ask = {"model": model, "messages": [{"role": "user", "content": "What can I cook with rice tonight?"}], "max_tokens": 24}


def refused(kind, param, **changes):
    try:
        client.chat.completions.create(**{**ask, **changes})
    except kind as error:
        assert error.param == param, (error.param, error.message)
        assert error.response.headers["x-request-id"]
        return
    raise AssertionError(f"{changes} was not refused")


def chat():
    reply = client.chat.completions.create(**ask, temperature=0)
    text = reply.choices[0].message.content
    assert text and reply.choices[0].finish_reason in ("stop", "length"), reply
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens
    assert reply._request_id
    chunks = list(client.chat.completions.create(**ask, temperature=0, stream=True, stream_options={"include_usage": True}))
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == text
    again = chunks[-1].usage
    assert (again.prompt_tokens, again.completion_tokens) == (reply.usage.prompt_tokens, reply.usage.completion_tokens), (again, reply.usage)
    # the same prompt was read before: all but its last token, which is always computed
    assert again.prompt_tokens_details.cached_tokens == reply.usage.prompt_tokens - 1, again
    word = text.split()[2]
    stopped = client.chat.completions.create(**ask, temperature=0, stop=[word]).choices[0]
    assert stopped.finish_reason == "stop" and stopped.message.content == text.split(word)[0], (stopped, text)


def choices():
    drawn = {**ask, "n": 3, "seed": 11, "temperature": 1.2, "top_p": 0.9}
    once, twice = ([c.message.content for c in client.chat.completions.create(**drawn).choices] for _ in range(2))
    assert once == twice and len(set(once)) > 1, (once, twice)
    streamed = ["", "", ""]
    for chunk in client.chat.completions.create(**drawn, stream=True):
        for choice in chunk.choices:
            streamed[choice.index] += choice.delta.content or ""
    assert streamed == once, (streamed, once)


def log_probabilities():
    told = client.chat.completions.create(**ask, temperature=0, logprobs=True, top_logprobs=3).choices[0].logprobs.content
    assert all(len(place.top_logprobs) == 3 and place.top_logprobs[0].logprob == place.logprob for place in told), told
    streamed = []
    for chunk in client.chat.completions.create(**ask, temperature=0, logprobs=True, top_logprobs=3, stream=True):
        for choice in chunk.choices:
            streamed += choice.logprobs.content if choice.logprobs else []
    assert [place.token for place in streamed] == [place.token for place in told]


def completions():
    reply = client.completions.create(model=model, prompt=["Rice with", "Beans with"], max_tokens=6, temperature=0, logprobs=2)
    assert [choice.index for choice in reply.choices] == [0, 1]
    legacy = reply.choices[0].logprobs
    assert len(legacy.tokens) == len(legacy.token_logprobs) == len(legacy.top_logprobs) == len(legacy.text_offset)
    streamed = client.completions.create(model=model, prompt="Rice with", max_tokens=6, temperature=0, stream=True)
    assert "".join(chunk.choices[0].text for chunk in streamed) == reply.choices[0].text


def models():
    assert [served.id for served in client.models.list()] == [model, other]
    assert client.models.retrieve(other).id == other
    assert client.chat.completions.create(**{**ask, "model": other}).model == other


def refusals():
    refused(openai.NotFoundError, "model", model="gpt-4")
    refused(openai.BadRequestError, "temperature", temperature=3)
    refused(openai.BadRequestError, "n", n=0)
    refused(openai.BadRequestError, "max_tokens", max_tokens=-1)
    refused(openai.BadRequestError, "tools", tools=[{"type": "function", "function": {"name": "f", "parameters": {}}}])
    refused(openai.BadRequestError, "messages", messages=[{"role": "user", "content": "rice " * 5000}])
    try:
        openai.OpenAI(base_url=url, api_key="wrong", max_retries=0).models.list()
    except openai.AuthenticationError as error:
        assert error.code == "invalid_api_key"
    else:
        raise AssertionError("a wrong key was let in")


def left_alone():
    stream = client.chat.completions.create(**{**ask, "max_tokens": 400}, stream=True)
    next(iter(stream))
    stream.close()
    assert client.chat.completions.create(**ask).choices


def langchain():
    llm = ChatOpenAI(base_url=url, api_key=key, model=model, temperature=0, max_tokens=24, max_retries=0)
    messages = [SystemMessage("You cook."), HumanMessage("What can I cook with beans?")]
    reply = llm.invoke(messages)
    assert reply.content and reply.usage_metadata["output_tokens"] > 0, reply
    assert "".join(chunk.content for chunk in llm.stream(messages)) == reply.content
    assert [r.content for r in llm.batch([messages, messages])] == [reply.content] * 2
    told = llm.bind(logprobs=True, top_logprobs=2).invoke(messages)
    assert len(told.response_metadata["logprobs"]["content"][0]["top_logprobs"]) == 2


for test in (chat, choices, log_probabilities, completions, models, refusals, left_alone, langchain):
    test()
    print("ok", test.__name__, flush=True)
