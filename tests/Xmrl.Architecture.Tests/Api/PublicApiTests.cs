using System.Reflection;

namespace Xmrl.Architecture.Tests.Api;

/// <summary>docs/public-api.txt lists the public surface of the float build: a change of it is a decision, seen in review.</summary>
public sealed class PublicApiTests
{
    private const string Stored = "docs/public-api.txt";
    private const int ShownLines = 30;

    private static readonly string[] s_libraries =
    [
        "Xmrl.Numerics", "Xmrl.Statistics", "Xmrl.Rl", "Xmrl.MuJoCo", "Xmrl.Meta", "Xmrl.Explain", "Xmrl.Verification",
        "Xmrl.Runs", "Xmrl.Training", "Xmrl.Experiments", "Xmrl.Reproduction", "Xmrl.Dashboard", "Xmrl.Mpi",
    ];

    [Fact]
    public void PublicSurface_EqualsTheStoredOne()
    {
        string[] found = [.. s_libraries.Select(Assembly.Load).SelectMany(PublicApi.Lines).Order(StringComparer.Ordinal)];
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
}
