package dev.rlaif.trainer.hub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rlaif.api.v1alpha1.Reason;
import dev.rlaif.trainer.stage.StageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which files of a hub's listing are the model: weights, configuration, tokenizer; never code. */
final class HubListing {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
  private static final Predicate<String> WEIGHTS = name -> name.endsWith(".safetensors");

  /** Names of transformers' own weight files; others are copies in another layout. */
  private static final Predicate<String> USUAL_WEIGHTS =
      Pattern.compile("model[A-Za-z0-9._-]*\\.safetensors").asMatchPredicate();

  private static final Predicate<String> TEXT =
      Pattern.compile(".*\\.(json|jinja)|tokenizer\\.model|merges\\.txt|vocab\\.txt")
          .asMatchPredicate();

  private HubListing() {}

  /**
   * The files to download; those in folders are left out, as they are other forms of the model.
   *
   * @param listing the hub's reply, with {@code siblings}
   * @throws StageFailure if there are no safetensors
   */
  static List<HubFile> files(String uri, JsonNode listing) {
    List<HubFile> all = new ArrayList<>();
    for (JsonNode sibling : listing.path("siblings")) {
      String name = sibling.path("rfilename").asText();
      if (NAME.matcher(name).matches()) {
        all.add(file(uri, name, sibling));
      }
    }
    boolean usual = all.stream().map(HubFile::name).anyMatch(USUAL_WEIGHTS);
    Predicate<String> weights = usual ? USUAL_WEIGHTS : WEIGHTS;
    if (all.stream().map(HubFile::name).noneMatch(weights)) {
      throw StageFailure.wrong(
              uri
                  + " has no safetensors files, and other weights are not read because they can"
                  + " hold code: choose a model that has them, or convert it")
          .because(Reason.MODEL_INVALID);
    }
    return all.stream().filter(file -> weights.or(TEXT).test(file.name())).toList();
  }

  private static HubFile file(String uri, String name, JsonNode sibling) {
    JsonNode size = sibling.path("size");
    JsonNode sha256 = sibling.path("lfs").path("sha256");
    if (!size.canConvertToLong()) {
      throw new StageFailure(
          StageFailure.Exit.ENVIRONMENT,
          uri + ": the hub does not say how large " + name + " is: is it a hub at all?");
    }
    return new HubFile(name, size.longValue(), sha256.isTextual() ? sha256.asText() : null);
  }
}
