using System.IO.Compression;
using System.Text.Json;
using Xmrl.MetaWorld.Goals;
using Xmrl.MetaWorld.Tasks;

namespace Xmrl.MetaWorld.Tests.Goals;

/// <summary>The goals of ML10(seed) as the reference draws them.</summary>
public sealed class BenchmarkGoalsTests
{
    [Fact]
    public void NextUniform_KnownSeed_GivesTheGeneratorsNumbers()
    {
        // random_sample() of NumPy's RandomState(42).
        var stream = new MersenneTwister(42);
        stream.NextUniform().ShouldBe(0.3745401188473625);
        stream.NextUniform().ShouldBe(0.9507143064099162);
        stream.NextUniform().ShouldBe(0.7319939418114051);
    }

    [Fact]
    public void Draw_EveryTask_StaysInItsBoxAndIsAccepted()
    {
        foreach (ArmTask task in ArmTasks.All)
        {
            foreach (var goal in BenchmarkGoals.Draw([task], 5)[0])
            {
                task.IsRejected(goal.AsSpan()).ShouldBeFalse();
                goal.Select((number, i) => number >= task.Low[i] && number <= task.High[i]).ShouldAllBe(isInside => isInside);
            }
        }
    }

    [GoldenTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Draw_StoredSeeds_GivesStoredGoalsExactly(int seed)
    {
        string path = Path.Combine(InstalledFiles.Golden!, $"ml10-goals-seed{seed}.json.gz");
        using var stored = JsonDocument.Parse(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        foreach ((string split, var tasks) in new[] { ("train", ArmTasks.Training), ("test", ArmTasks.Test) })
        {
            var goals = BenchmarkGoals.Draw(tasks, (uint)seed);
            JsonElement families = stored.RootElement.GetProperty(split);
            families.EnumerateObject().Select(family => family.Name).ShouldBe(tasks.Select(task => task.Name + "-v3"));
            for (int i = 0; i < tasks.Length; i++)
            {
                double[][] expected =
                [
                    .. families.GetProperty(tasks[i].Name + "-v3").EnumerateArray()
                        .Select(goal => goal.EnumerateArray().Select(number => number.GetDouble()).ToArray()),
                ];
                goals[i].Select(goal => goal.ToArray()).ShouldBe(expected);
            }
        }
    }
}
