using System.Globalization;
using System.IO.Compression;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Goals;
using Xmrl.MetaWorld.Tasks;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.MetaWorld.Tests.Families;

/// <summary>First observations of ML10(1).</summary>
public sealed class ResetTests
{
    private const double Tolerance = 1e-11;
    private const int Every = 10;

    /// <summary>Every tenth of the 750 goals.</summary>
    [GoldenFact]
    public void Reset_StoredGoals_GivesStoredFirstFramesAndTargets()
    {
        string path = Path.Combine(InstalledFiles.Golden!, "resets-seed1.csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string[] rows = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];
        rows.Length.ShouldBe(ArmTasks.All.Length * BenchmarkGoals.PerTask);
        var goals = BenchmarkGoals.Draw(ArmTasks.Training, 1).Concat(BenchmarkGoals.Draw(ArmTasks.Test, 1)).ToArray();
        Parallel.For(0, rows.Length / Every, i =>
        {
            string[] words = rows[Every * i].Split(',');
            (int family, int goal) = (Every * i / BenchmarkGoals.PerTask, Every * i % BenchmarkGoals.PerTask);
            ArmTask task = ArmTasks.All[family];
            words[0].ShouldBe(task.Name + "-v3");
            MetaWorldFamily single = MetaWorldFamily.Single(task);
            using var environment = (ArmEnvironment)single.Create(
                new MdpTask { EnvironmentId = single.Spec.Id, Parameters = goals[family][goal] }, 1);
            environment.Reset([0], RandomKey.FromSeed(1), new Real[single.Spec.ObservationSize]);
            Point target = environment.Start.Target;
            double[] found = [.. environment.Now(0), target.X, target.Y, target.Z];
            double[] stored = [.. words[2..].Select(word => double.Parse(word, CultureInfo.InvariantCulture))];
            found.Zip(stored, (one, other) => Math.Abs(one - other)).Max().ShouldBeLessThan(Tolerance, rows[Every * i]);
        });
    }

    /// <summary>What a picture draws without an engine is where the engine has it.</summary>
    [ModelsFact]
    public void Target_OfTheGoalAlone_IsTheTargetOfTheReset()
    {
        foreach (ArmTask task in ArmTasks.All.Where(known => known.Name != "push"))
        {
            MetaWorldFamily family = MetaWorldFamily.Single(task);
            MdpTask drawn = family.SampleTask(RandomKey.FromSeed(3), 0);
            using var environment = (ArmEnvironment)family.Create(drawn, 1);
            (task.Target(drawn.Parameters.AsSpan()) - environment.Start.Target).Length.ShouldBeLessThan(1e-4, task.Name);
        }
    }
}
