using System.Reflection;

namespace Xmrl.Architecture.Tests.Api;

/// <summary>docs/public-api.txt lists the public surface of the float build: a change of it is a decision, seen in review.</summary>
public sealed class PublicApiTests
{
    private const string Stored = "docs/public-api.txt";
    private const string Acting = "Xmrl.Acting";
    private const int ShownLines = 30;
    private const int MostLines = 1800;
    private const int MostActingLines = 20;

    private static readonly string[] s_libraries =
    [
        "Xmrl.Numerics", "Xmrl.Autodiff", "Xmrl.Statistics", "Xmrl.Rl", "Xmrl.Environments", "Xmrl.MuJoCo", "Xmrl.Meta", "Xmrl.Tabular",
        "Xmrl.Explain", "Xmrl.Verification", "Xmrl.Runs", "Xmrl.Training", "Xmrl.Experiments", "Xmrl.Reproduction", "Xmrl.Dashboard",
        "Xmrl.Mpi", "Xmrl.Trials", Acting,
    ];

    private static readonly string[] s_header =
    [
        "# The public surface of the libraries, one line per type and member, sorted. Left out: what the compiler adds to records, and",
        "# members that override a public base member or implement a member of a public interface.",
    ];

    [Fact]
    public void PublicSurface_EqualsTheStoredOne()
    {
        string[] found =
            [.. s_header, .. s_libraries.Select(Assembly.Load).SelectMany(PublicApi.Lines).Order(StringComparer.Ordinal)];
        found.Distinct().Count().ShouldBe(found.Length, "Two members have one description.");
        if (Repository.Rewrites)
        {
            Repository.Write(Stored, string.Join('\n', found) + "\n");
            return;
        }

        string[] stored = Repository.ReadLines(Stored);
        string[] changes = [.. stored.Except(found).Select(line => "- " + line), .. found.Except(stored).Select(line => "+ " + line)];
        string more = changes.Length > ShownLines ? $"\n… and {changes.Length - ShownLines} more" : string.Empty;
        changes.ShouldBeEmpty(
            $"The public surface differs from {Stored} in {changes.Length} lines:\n{string.Join('\n', changes.Take(ShownLines))}{more}\n"
            + $"If that is meant: {Repository.RewriteVariable}=1 ./test Architecture, and look at the difference.");
        stored.ShouldBe(found, $"{Stored} is not sorted.");
    }

    /// <summary>A type is public for whoever brings an own part or calls the library; a larger surface needs a reason.</summary>
    [Fact]
    public void PublicSurface_StaysSmall()
        => s_libraries.Except([Acting]).Select(Assembly.Load).SelectMany(PublicApi.Lines).Count()
            .ShouldBeLessThan(MostLines, "Make internal what no program outside the product calls.");

    /// <summary>The library for games stands alone: nobody meets it beside the others.</summary>
    [Fact]
    public void PublicSurfaceForGames_StaysSmall()
        => PublicApi.Lines(Assembly.Load(Acting)).Count().ShouldBeLessThan(MostActingLines);
}
