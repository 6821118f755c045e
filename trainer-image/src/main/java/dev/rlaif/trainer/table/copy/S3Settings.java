package dev.rlaif.trainer.table.copy;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * How a server that speaks the API of S3 is reached, by the variables that other clients of it
 * know.
 *
 * @param endpoint of a server of one's own; empty: AWS
 * @param region of AWS that is asked first; a bucket of another one is found all the same
 */
public record S3Settings(
    Optional<URI> endpoint, String region, AwsCredentialsProvider credentials) {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /**
   * @param endpoint that goes before what the environment says
   */
  public static S3Settings of(@Nullable String endpoint, Map<String, String> environment) {
    Optional<String> named =
        Stream.of(
                Optional.ofNullable(endpoint),
                given(environment, "AWS_ENDPOINT_URL_S3"),
                given(environment, "AWS_ENDPOINT_URL"))
            .flatMap(Optional::stream)
            .findFirst();
    String region =
        given(environment, "AWS_REGION")
            .or(() -> given(environment, "AWS_DEFAULT_REGION"))
            .orElse(Region.US_EAST_1.id());
    return new S3Settings(named.map(URI::create), region, credentials(environment));
  }

  /** Keys of the environment; without them whatever else AWS has for a process. */
  private static AwsCredentialsProvider credentials(Map<String, String> environment) {
    Optional<String> id = given(environment, "AWS_ACCESS_KEY_ID");
    Optional<String> secret = given(environment, "AWS_SECRET_ACCESS_KEY");
    if (id.isEmpty() || secret.isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    AwsCredentials keys =
        given(environment, "AWS_SESSION_TOKEN")
            .<AwsCredentials>map(
                token -> AwsSessionCredentials.create(id.get(), secret.get(), token))
            .orElseGet(() -> AwsBasicCredentials.create(id.get(), secret.get()));
    return StaticCredentialsProvider.create(keys);
  }

  private static Optional<String> given(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isBlank());
  }

  S3Client client() {
    S3ClientBuilder client =
        S3Client.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE));
    // Servers of others may know no buckets by the name of a host, and no bodies but plain ones.
    return endpoint
        .map(
            server ->
                client
                    .endpointOverride(server)
                    .forcePathStyle(true)
                    .serviceConfiguration(plain -> plain.chunkedEncodingEnabled(false))
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                    .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED))
        .orElseGet(() -> client.crossRegionAccessEnabled(true))
        .build();
  }
}
