package dev.rlaif.trainer.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;

/** Words that a person looks for, as a query; no input is a wrong one. */
final class AnswerText {
  /** More words narrow a search no further. */
  private static final int MOST_WORDS = 16;

  private final Analyzer analyzer;
  private final String field;

  AnswerText(Analyzer analyzer, String field) {
    this.analyzer = analyzer;
    this.field = field;
  }

  /** Everything, if there are no words. */
  Query query(String text) {
    var all = new BooleanQuery.Builder();
    String[] parts = text.split("\"", -1);
    int clauses = 0;
    for (int i = 0; i < parts.length; i++) {
      List<String> words = words(parts[i]);
      boolean quoted = i % 2 == 1 && i < parts.length - 1;
      if (quoted && !words.isEmpty()) {
        all.add(new PhraseQuery(field, words.toArray(new String[0])), Occur.FILTER);
        clauses++;
      } else {
        for (String word : words) {
          all.add(new PrefixQuery(new Term(field, word)), Occur.FILTER);
          clauses++;
        }
      }
    }
    return clauses == 0 ? new MatchAllDocsQuery() : all.build();
  }

  private List<String> words(String text) {
    List<String> words = new ArrayList<>();
    try (TokenStream tokens = analyzer.tokenStream(field, text)) {
      CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
      tokens.reset();
      while (tokens.incrementToken() && words.size() < MOST_WORDS) {
        words.add(term.toString());
      }
      return words;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
