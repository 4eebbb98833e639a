namespace Xmrl.Architecture.Tests.References;

/// <summary>Namespaces reference each other one way, within a project too: what is above can be taken away.</summary>
public sealed class NamespaceCycleTests
{
    private static readonly IReadOnlyList<IReadOnlyList<string>> s_cycles = NamespaceGraph.OfProduct().Cycles;

    [Fact]
    public void Namespaces_OfTheProduct_AreInNoCycle()
        => s_cycles.Select(cycle => string.Join(" ⇄ ", cycle)).ShouldBeEmpty("These namespaces need each other.");

    [Fact]
    public void Cycles_TwoRings_AreFoundApart()
    {
        var graph = new NamespaceGraph(
        [
            new("Above", "A"), new("A", "B"), new("B", "C"), new("C", "A"), new("C", "D"), new("D", "E"), new("E", "D"), new("E", "Below"),
        ]);

        graph.Cycles.Select(cycle => string.Join(' ', cycle)).ShouldBe(["A B C", "D E"]);
    }

    [Fact]
    public void OfSource_UsingLines_AreReferences()
        => NamespaceGraph.OfSource("using System;\nusing Xmrl.B;\n\nnamespace Xmrl.A;\n")
            .ShouldBe([new("Xmrl.A", "System"), new("Xmrl.A", "Xmrl.B")]);

    /// <summary>Named in a body alone, and in a signature alone.</summary>
    [Fact]
    public void CompiledNamespaces_OfTheseTests_HoldWhatTheyName()
    {
        HashSet<NamespaceReference> found = CompiledNamespaces.Of("Xmrl.Architecture.Tests");

        string here = typeof(NamespaceCycleTests).Namespace!;
        found.ShouldContain(new NamespaceReference(here, "Xmrl.Architecture.Tests"));
        found.ShouldContain(new NamespaceReference(here, "System.Reflection.PortableExecutable"));
        found.ShouldContain(new NamespaceReference(here, "System.Collections.Generic"));
    }
}
