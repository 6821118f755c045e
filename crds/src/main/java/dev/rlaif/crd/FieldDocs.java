package dev.rlaif.crd;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * What the Javadoc of the records says about their fields, for {@code kubectl explain}. It is read
 * from the sources, by the JDK's own compiler: class files do not keep it.
 */
public final class FieldDocs {
  private static final Pattern FIRST_WORD = Pattern.compile("[a-z]+[ ,.;:]");

  private final Map<String, String> texts = new HashMap<>();

  private FieldDocs() {}

  /**
   * Reads all types of a folder.
   *
   * @param folder sources of one package
   */
  public static FieldDocs read(Path folder) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new IllegalStateException("this Java has no compiler: run with a JDK, not a JRE");
    }
    FieldDocs docs = new FieldDocs();
    try (Stream<Path> files = Files.list(folder);
        StandardJavaFileManager manager =
            compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".java")).toList();
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of(),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        docs.add(unit, trees);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return docs;
  }

  /** What a type is. */
  String of(Class<?> type) {
    return found(type.getSimpleName());
  }

  /** What a field is: first what its type is, if that is one of ours, then its own words. */
  String of(Class<?> record, String field, Class<?> type) {
    String key = record.getSimpleName() + "." + field;
    if (!type.isEnum() && !type.isRecord()) {
      return found(key);
    }
    return texts.containsKey(key) ? of(type) + " " + found(key) : of(type);
  }

  private String found(String key) {
    String text = texts.get(key);
    if (text == null) {
      throw new IllegalStateException(
          key + " has no documentation: add it as @param to the Javadoc of the record");
    }
    return text;
  }

  private void add(CompilationUnitTree unit, DocTrees trees) {
    for (Tree type : unit.getTypeDecls()) {
      DocCommentTree comment = trees.getDocCommentTree(TreePath.getPath(unit, type));
      if (comment != null && type instanceof ClassTree named) {
        String name = named.getSimpleName().toString();
        texts.put(name, sentence(text(comment.getFullBody())));
        for (DocTree tag : comment.getBlockTags()) {
          if (tag instanceof ParamTree param) {
            String field = param.getName().toString();
            texts.put(name + "." + field, sentence(subject(field, text(param.getDescription()))));
          }
        }
      }
    }
  }

  private static String text(List<? extends DocTree> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(plain(part)));
    return text.toString().replaceAll("\\s+", " ").strip();
  }

  /** In Javadoc the field's name stands before the text, and a text may go on from there. */
  private static String subject(String field, String text) {
    return text.startsWith("of ") || text.startsWith("that ")
        ? field.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT) + " " + text
        : text;
  }

  private static String sentence(String text) {
    if (text.isEmpty()) {
      throw new IllegalStateException("a documentation without words");
    }
    Matcher word = FIRST_WORD.matcher(text); // but not hf:// and vLLM
    String begun =
        word.lookingAt() ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) : text;
    return begun.endsWith(".") ? begun : begun + ".";
  }

  private static String plain(DocTree part) {
    if (part instanceof TextTree text) {
      return text.getBody();
    }
    if (part instanceof LiteralTree literal) {
      return literal.getBody().getBody();
    }
    throw new IllegalStateException("only text and {@code} are understood, not " + part);
  }
}
