package dev.rlaif.trainer.prompt;

import java.util.regex.Pattern;

/** What a model thinks aloud before it replies, where the server does not keep it apart. */
final class Reasoning {
  private static final String NAMES = "think|thinking|thought|reasoning|reflection|analysis";
  private static final Pattern BLOCK = Pattern.compile("(?is)<(" + NAMES + ")>.*?</\\1>");

  /** The chat template wrote the beginning, so the reply brings the end only. */
  private static final Pattern END_ONLY = Pattern.compile("(?is)^.*</(?:" + NAMES + ")>");

  /** Cut off at the token limit: nothing after it is a reply. */
  private static final Pattern BEGINNING_ONLY = Pattern.compile("(?is)<(?:" + NAMES + ")>.*$");

  /** The channels of gpt-oss. */
  private static final Pattern BEFORE_FINAL_CHANNEL =
      Pattern.compile("(?s)^.*<\\|channel\\|>final<\\|message\\|>");

  private static final Pattern OTHER_CHANNEL = Pattern.compile("(?s)^.*<\\|channel\\|>.*$");
  private static final Pattern SPECIAL_TOKEN = Pattern.compile("<\\|[^|<>]*\\|>");

  private Reasoning() {}

  static String removed(String reply) {
    String text = BLOCK.matcher(reply).replaceAll("");
    text = END_ONLY.matcher(text).replaceFirst("");
    text = BEGINNING_ONLY.matcher(text).replaceFirst("");
    text = BEFORE_FINAL_CHANNEL.matcher(text).replaceFirst("");
    text = OTHER_CHANNEL.matcher(text).replaceFirst("");
    return SPECIAL_TOKEN.matcher(text).replaceAll("");
  }
}
