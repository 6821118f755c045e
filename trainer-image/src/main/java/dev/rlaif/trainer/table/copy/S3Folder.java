package dev.rlaif.trainer.table.copy;

import dev.rlaif.trainer.stage.StageFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a folder, by their names in it. What fails is a {@link StageFailure} of the
 * environment that says what would do; to try again later makes sense.
 */
final class S3Folder implements AutoCloseable {
  private static final int TAKEN = 412;

  private final StorePlace place;
  private final S3Settings settings;
  private final S3Client client;

  S3Folder(StorePlace place, S3Settings settings) {
    this.place = place;
    this.settings = settings;
    this.client = settings.client();
  }

  StorePlace place() {
    return place;
  }

  /** The names that begin so, in their order. */
  List<String> names(String beginning) {
    String prefix = place.key(beginning);
    return ask(
        () ->
            client
                .listObjectsV2Paginator(list -> list.bucket(place.bucket()).prefix(prefix))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(key -> key.substring(place.prefix().length()))
                .toList());
  }

  /** The bytes of an object; empty where there is none. */
  Optional<byte[]> read(String name) {
    return ask(
        () -> {
          try {
            return Optional.of(
                client
                    .getObjectAsBytes(get -> get.bucket(place.bucket()).key(place.key(name)))
                    .asByteArray());
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  /** Puts an object there; one of this name is replaced. */
  void put(String name, Path file) {
    ask(
        () ->
            client.putObject(
                put -> put.bucket(place.bucket()).key(place.key(name)),
                RequestBody.fromFile(file)));
  }

  /** Puts an object there; one of this name is replaced. */
  void put(String name, byte[] bytes) {
    ask(
        () ->
            client.putObject(
                put -> put.bucket(place.bucket()).key(place.key(name)),
                RequestBody.fromBytes(bytes)));
  }

  /**
   * Puts an object there, unless there is one of this name.
   *
   * @return whether it was put there
   */
  boolean putNew(String name, byte[] bytes) {
    return ask(
        () -> {
          try {
            client.putObject(
                put -> put.bucket(place.bucket()).key(place.key(name)).ifNoneMatch("*"),
                RequestBody.fromBytes(bytes));
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == TAKEN) {
              return false;
            }
            throw e;
          }
        });
  }

  private <T> T ask(Supplier<T> request) {
    try {
      settings.credentials().resolveCredentials();
    } catch (SdkClientException e) {
      throw S3Failures.noCredentials(place, e);
    }
    try {
      return request.get();
    } catch (SdkException e) {
      throw S3Failures.of(place, settings, e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
