package dev.rlaif.crd;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The definitions as the files that a cluster is given. */
public final class CrdFiles {
  private static final String HEAD =
      "# Made from the records of dev.rlaif.api.v1alpha1; crds/README.md says how.\n";
  private static final YAMLMapper YAML =
      new YAMLMapper(
          YAMLFactory.builder()
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .build());

  private CrdFiles() {}

  /**
   * Content of each file by its name.
   *
   * @param sources folder of the records' sources, which hold the descriptions
   */
  public static Map<String, String> of(Path sources) {
    CrdTree trees = new CrdTree(FieldDocs.read(sources));
    Map<String, String> files = new LinkedHashMap<>();
    for (CustomResource resource : CustomResource.ALL) {
      files.put(resource.name() + ".yaml", HEAD + text(trees.of(resource)));
    }
    return files;
  }

  private static String text(JsonNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that cannot be written: " + tree, e);
    }
  }
}
