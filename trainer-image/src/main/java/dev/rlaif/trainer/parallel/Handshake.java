package dev.rlaif.trainer.parallel;

import dev.rlaif.trainer.stage.StageFailure;
import dev.rlaif.trainer.stage.StopSignal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How two processes of a run come to know each other. Both prove that they hold the run's secret
 * without sending it: HMAC-SHA256 over fresh random numbers of both. What follows is neither
 * encrypted nor signed, as with any collective.
 */
final class Handshake {
  private static final String PROTOCOL = "rlaif-ranks-1";
  private static final int NONCE_BYTES = 32;

  private Handshake() {}

  /** A rank that has proved to be of this run. */
  record Joined(int rank, String terms) {}

  /** As the one that leads: who is it? Empty for a stranger, who learns nothing. */
  static Optional<Joined> receive(Wire wire, byte[] secret, StopSignal stop) {
    Bytes.Reader hello = new Bytes.Reader(wire.receive(stop, Wire.SMALL));
    String protocol = hello.text();
    int rank = hello.number();
    String terms = hello.text();
    byte[] theirs = hello.bytes();
    byte[] ours = nonce();
    wire.send(Frame.Kind.HELLO, new Bytes().put(ours).all());
    Frame proof = wire.receive(stop, Wire.SMALL);
    byte[] expected = proof(secret, "joins", rank, terms, theirs, ours);
    if (!protocol.equals(PROTOCOL)
        || proof.kind() != Frame.Kind.PROOF
        || !MessageDigest.isEqual(expected, proof.body())) {
      return Optional.empty();
    }
    wire.send(Frame.Kind.PROOF, proof(secret, "leads", rank, terms, theirs, ours));
    return Optional.of(new Joined(rank, terms));
  }

  /**
   * As one that joins.
   *
   * @param terms what all ranks must have in common
   * @throws RankLost the other side does not hold the secret, or went away
   * @throws StageFailure the other side refuses, and says why
   */
  static void introduce(Wire wire, byte[] secret, int rank, String terms, StopSignal stop) {
    byte[] ours = nonce();
    wire.send(Frame.Kind.HELLO, new Bytes().put(PROTOCOL).put(rank).put(terms).put(ours).all());
    byte[] theirs = new Bytes.Reader(wire.receive(stop, Wire.SMALL)).bytes();
    wire.send(Frame.Kind.PROOF, proof(secret, "joins", rank, terms, ours, theirs));
    Frame proof = wire.receive(stop, Wire.SMALL);
    byte[] expected = proof(secret, "leads", rank, terms, ours, theirs);
    if (proof.kind() != Frame.Kind.PROOF || !MessageDigest.isEqual(expected, proof.body())) {
      throw new RankLost(wire.peer(), "it does not hold this run's secret");
    }
    Frame verdict = wire.receive(stop, Wire.SMALL);
    if (verdict.kind() != Frame.Kind.WELCOME) {
      throw StageFailure.wrong(
          wire.peer() + " refuses this rank: " + new Bytes.Reader(verdict).text());
    }
  }

  private static byte[] nonce() {
    byte[] nonce = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(nonce);
    return nonce;
  }

  private static byte[] proof(
      byte[] secret, String side, int rank, String terms, byte[] joining, byte[] leading) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      mac.update((side + "\n" + rank + "\n" + terms + "\n").getBytes(StandardCharsets.UTF_8));
      mac.update(joining);
      return mac.doFinal(leading);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
