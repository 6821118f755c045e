package dev.rlaif.trainer.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleDocValuesField;
import org.apache.lucene.document.DoublePoint;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

/**
 * Finds stored answers by words and figures. The index lies in a folder of its own outside of the
 * workspace, so the heap holds little of it however many answers there are; it is deleted at the
 * end. May be asked while answers are added.
 */
final class AnswerIndex implements AutoCloseable {
  private static final double BUFFER_MEGABYTES = 16;

  /** Advises on command-line options at its first use; the reference keeps the level. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  static {
    LUCENE.setLevel(Level.SEVERE);
  }

  private final ObjectMapper json = new ObjectMapper();
  private final StandardAnalyzer analyzer = new StandardAnalyzer();
  private final AnswerText text = new AnswerText(analyzer, "text");
  private final Path folder;
  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;

  /**
   * What was found.
   *
   * @param total answers that there are, shown or not
   */
  record Found(int total, List<StoredAnswer> answers) {}

  AnswerIndex() throws IOException {
    folder = Files.createTempDirectory("rlaif-answers");
    directory = FSDirectory.open(folder);
    writer =
        new IndexWriter(
            directory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(BUFFER_MEGABYTES));
    searchers = new SearcherManager(writer, null);
  }

  /** Puts answers in the place of those that came from the same file. */
  void replace(String file, List<StoredAnswer> answers) throws IOException {
    List<Document> documents = new ArrayList<>();
    for (StoredAnswer answer : answers) {
      documents.add(document(file, answer));
    }
    writer.updateDocuments(new Term("file", file), documents);
  }

  /** Forgets the answers of a file. */
  void remove(String file) throws IOException {
    writer.deleteDocuments(new Term("file", file));
  }

  /** Lets searches see what was changed. */
  void publish() throws IOException {
    searchers.maybeRefreshBlocking();
  }

  /** Answers that can be found. */
  int size() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return searcher.getIndexReader().numDocs();
    } finally {
      searchers.release(searcher);
    }
  }

  Found search(AnswerQuery wanted) throws IOException {
    Query query = query(wanted);
    IndexSearcher searcher = searchers.acquire();
    try {
      int total = searcher.count(query);
      List<StoredAnswer> answers = new ArrayList<>();
      int end = Math.min(total, wanted.offset() + wanted.limit());
      if (wanted.offset() < end) {
        ScoreDoc[] hits = searcher.search(query, end, sort(wanted.order())).scoreDocs;
        StoredFields stored = searcher.storedFields();
        for (int i = wanted.offset(); i < hits.length; i++) {
          String kept = stored.document(hits[i].doc).get("json");
          answers.add(json.readValue(kept, StoredAnswer.class));
        }
      }
      return new Found(total, answers);
    } finally {
      searchers.release(searcher);
    }
  }

  private Query query(AnswerQuery wanted) {
    var all = new BooleanQuery.Builder().add(text.query(wanted.text()), Occur.FILTER);
    if (!wanted.source().isEmpty()) {
      all.add(new TermQuery(new Term("source", wanted.source())), Occur.FILTER);
    }
    if (wanted.fromStep() > 0 || wanted.toStep() < Long.MAX_VALUE) {
      all.add(LongPoint.newRangeQuery("step", wanted.fromStep(), wanted.toStep()), Occur.FILTER);
    }
    if (Double.isFinite(wanted.minScore()) || Double.isFinite(wanted.maxScore())) {
      all.add(DoublePoint.newRangeQuery("p", wanted.minScore(), wanted.maxScore()), Occur.FILTER);
    }
    if (wanted.minLength() > 0 || wanted.maxLength() < Integer.MAX_VALUE) {
      all.add(
          LongPoint.newRangeQuery("length", wanted.minLength(), wanted.maxLength()), Occur.FILTER);
    }
    return all.build();
  }

  private Document document(String file, StoredAnswer answer) throws JsonProcessingException {
    var document = new Document();
    document.add(new StringField("file", file, Store.NO));
    document.add(new StringField("source", answer.source(), Store.NO));
    String words = answer.question() + "\n" + answer.answer() + "\n" + answer.raw();
    document.add(new TextField("text", words, Store.NO));
    document.add(new LongPoint("step", answer.step()));
    document.add(new NumericDocValuesField("step", answer.step()));
    document.add(new NumericDocValuesField("sample", answer.sample()));
    document.add(new LongPoint("length", answer.length()));
    document.add(new NumericDocValuesField("length", answer.length()));
    Double p = answer.p();
    if (p != null) {
      document.add(new DoublePoint("p", p));
      document.add(new DoubleDocValuesField("p", p));
    }
    Double kl = answer.kl();
    if (kl != null) {
      document.add(new DoubleDocValuesField("kl", kl));
    }
    document.add(new StoredField("json", json.writeValueAsString(answer)));
    return document;
  }

  /** Ties are in the order of training. */
  private static Sort sort(AnswerQuery.Order order) {
    var newest = new SortField("step", SortField.Type.LONG, true);
    var sample = new SortField("sample", SortField.Type.LONG);
    return switch (order) {
      case NEWEST -> new Sort(newest, sample);
      case WORST -> new Sort(number("p", false), newest, sample);
      case BEST -> new Sort(number("p", true), newest, sample);
      case LONGEST -> new Sort(new SortField("length", SortField.Type.LONG, true), newest, sample);
      case SHORTEST -> new Sort(new SortField("length", SortField.Type.LONG), newest, sample);
      case KL -> new Sort(number("kl", true), newest, sample);
    };
  }

  /** Answers without the number come last. */
  private static SortField number(String name, boolean falling) {
    var field = new SortField(name, SortField.Type.DOUBLE, falling);
    field.setMissingValue(falling ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    return field;
  }

  @Override
  public void close() throws IOException {
    searchers.close();
    writer.rollback();
    directory.close();
    analyzer.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
