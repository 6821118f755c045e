package dev.rlaif.api.v1alpha1;

import dev.rlaif.api.schema.Length;
import dev.rlaif.api.schema.Matches;
import dev.rlaif.api.schema.Required;
import org.jspecify.annotations.Nullable;

/**
 * An object store that has a copy of the run's Delta tables, under their names in the workspace:
 * {@code train/table}, and {@code requests} of the served model. The credentials are the usual
 * variables, such as {@code AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}, on a cluster from
 * {@code pods.env}. One that is down delays nothing, and gets later what it missed.
 *
 * @param uri {@code s3://BUCKET/PREFIX}, of this run alone
 * @param endpoint of a server of one's own that speaks the API of S3; absent: what the variable
 *     {@code AWS_ENDPOINT_URL} says, else AWS
 */
public record ObjectStore(
    @Required
        @Length(max = 1024)
        @Matches(
            regex = "s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[A-Za-z0-9_][A-Za-z0-9._=-]*)*/?",
            says =
                "s3://BUCKET/PREFIX, the prefix of folders of letters, digits and . _ = - that begin"
                    + " with none of . = -")
        String uri,
    @Nullable
        @Length(max = 2048)
        @Matches(
            regex = "https?://[^/?#@\\s]+(/[^?#\\s]*)?",
            says = "http:// or https:// with a host, without user, query or fragment")
        String endpoint) {}
