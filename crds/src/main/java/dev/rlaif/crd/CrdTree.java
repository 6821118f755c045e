package dev.rlaif.crd;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rlaif.plan.Rules;

/** The definition of one kind. */
final class CrdTree {
  private final FieldDocs docs;

  CrdTree(FieldDocs docs) {
    this.docs = docs;
  }

  ObjectNode of(CustomResource resource) {
    ObjectNode crd = JsonNodeFactory.instance.objectNode();
    crd.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
    crd.putObject("metadata").put("name", resource.name());
    ObjectNode spec = crd.putObject("spec");
    spec.put("group", CustomResource.GROUP).put("scope", "Namespaced");
    putNames(resource, spec.putObject("names"));
    ObjectNode version = spec.putArray("versions").addObject();
    version.put("name", CustomResource.VERSION).put("served", true).put("storage", true);
    version.putObject("subresources").putObject("status");
    for (PrinterColumn column : resource.columns()) {
      version.withArray("additionalPrinterColumns").add(column.tree());
    }
    for (String path : resource.selectable()) {
      version.withArray("selectableFields").addObject().put("jsonPath", path);
    }
    version.putObject("schema").set("openAPIV3Schema", root(resource));
    return crd;
  }

  private static void putNames(CustomResource resource, ObjectNode names) {
    String singular = resource.plural().substring(0, resource.plural().length() - 1);
    names.put("kind", resource.kind()).put("listKind", resource.kind() + "List");
    names.put("plural", resource.plural()).put("singular", singular);
    names.putArray("shortNames").add(resource.shortName());
    names.putArray("categories").add("rlaif");
  }

  /** The server itself describes apiVersion, kind and metadata. */
  private ObjectNode root(CustomResource resource) {
    SchemaTree schemas = new SchemaTree(docs);
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("type", "object");
    root.put("description", docs.of(resource.document()));
    ObjectNode properties = root.putObject("properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("type", "object");
    properties.set("spec", schemas.record(resource.spec(), docs.of(resource.spec())));
    properties.set("status", schemas.record(resource.status(), docs.of(resource.status())));
    root.putArray("required").add("spec");
    SchemaTree.putRules(root, Rules.inCel(resource.document()));
    SchemaTree.putRules(root, resource.onUpdate());
    return root;
  }
}
