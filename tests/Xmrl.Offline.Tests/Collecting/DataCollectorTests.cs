using Xmrl.Experiments.Definitions;
using Xmrl.Fixtures;
using Xmrl.Offline.Collecting;
using Xmrl.Offline.Data;
using Xmrl.Rl.Environments;
using Xmrl.Training.Configuration;
using Xmrl.Training.Loop;
using Xmrl.Training.Settings;

namespace Xmrl.Offline.Tests.Collecting;

public class DataCollectorTests
{
    private static readonly TrainConfiguration s_bandit = BanditExperiment.Configuration;

    private static readonly TrainConfiguration s_point = new()
    {
        Environment = "PointRobot-v1",
        Policy = new PolicySettings { HiddenSizes = [8] },
    };

    private static CollectSettings Small(CollectorName collector) => new()
    {
        Collector = collector,
        Training = 2,
        Validation = 1,
        Test = 2,
        Steps = 300,
    };

    [Theory]
    [InlineData(nameof(CollectorName.TrustRegion), true)]
    [InlineData(nameof(CollectorName.Clipped), true)]
    [InlineData(nameof(CollectorName.Random), true)]
    [InlineData(nameof(CollectorName.TrustRegion), false)]
    [InlineData(nameof(CollectorName.Random), false)]
    [InlineData(nameof(CollectorName.SoftActorCritic), false)]
    public void Collect_AnyCollector_SetThatCanBeRead(string named, bool isBandit)
    {
        using var folder = new TemporaryFolder();
        CollectorName collector = Enum.Parse<CollectorName>(named);
        TrainConfiguration configuration = isBandit ? s_bandit : s_point;
        DataSetDescription made = new DataCollector(configuration, Small(collector)).Collect(folder["data"], 2, CancellationToken.None);
        IEnvironmentFamily family = LearnerFactory.Family(configuration);
        OfflineDataSet read = OfflineDataSet.Read(folder["data"], family.Spec);
        read.Buffers.Length.ShouldBe(5);
        read.Buffers.ShouldAllBe(buffer => buffer.Steps >= 300);
        made.Collector.Name.ShouldBe(DataCollector.NameOf(collector));
        made.ReturnScale.ShouldBeGreaterThan(0);
        if (collector is CollectorName.Clipped or CollectorName.SoftActorCritic)
        {
            read.Buffers.ShouldAllBe(buffer => isBandit || buffer.PolicyNumbers!.Max() > 0);
        }
    }

    [Fact]
    public void Collect_OneThreadAndThree_SameBytes()
    {
        using var folder = new TemporaryFolder();
        var collector = new DataCollector(s_bandit, Small(CollectorName.Clipped));
        collector.Collect(folder["one"], 1, CancellationToken.None);
        collector.Collect(folder["three"], 3, CancellationToken.None);
        Same(folder["one"], folder["three"]);
    }

    [Fact]
    public void Collect_StoppedAndDamaged_GoesOnToTheSameBytes()
    {
        using var folder = new TemporaryFolder();
        CollectSettings settings = Small(CollectorName.Random);
        new DataCollector(s_bandit, settings).Collect(folder["whole"], 1, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var stopped = new DataCollector(s_bandit, settings) { Progress = (done, _) => Stop(done) };
        Should.Throw<OperationCanceledException>(() => stopped.Collect(folder["parts"], 1, stop.Token));
        File.Exists(folder["parts/dataset.json"]).ShouldBeFalse();
        File.WriteAllText(folder["parts/task-00001.safetensors"], "damaged");
        var again = new DataCollector(s_bandit, settings);
        again.Collect(folder["parts"], 2, CancellationToken.None);
        Same(folder["whole"], folder["parts"]);
        Should.Throw<ConfigurationException>(() => again.Collect(folder["parts"], 1, CancellationToken.None)).Message
            .ShouldContain("is a complete data set");

        void Stop(int done)
        {
            if (done == 2)
            {
                stop.Cancel();
            }
        }
    }

    [Fact]
    public void Collect_ForeignFolder_IsRefusedAndUntouched()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["notes.txt"], "mine");
        Should.Throw<ConfigurationException>(
            () => new DataCollector(s_bandit, Small(CollectorName.Random)).Collect(folder.FullPath, 1, CancellationToken.None))
            .Message.ShouldContain("holds notes.txt");
        Directory.GetFiles(folder.FullPath).Length.ShouldBe(1);
    }

    [Fact]
    public void Collect_WrongParts_AreSentences()
    {
        using var folder = new TemporaryFolder();
        Refused(new DataCollector(s_bandit, Small(CollectorName.SoftActorCritic))).ShouldContain("needs real actions");
        Refused(new DataCollector(s_bandit, Small(CollectorName.Fixed))).ShouldContain("needs a run: --from");
        Refused(new DataCollector(s_bandit, Small(CollectorName.Random)) { From = "runs/x" }).ShouldContain("fixed alone");
        Directory.Exists(folder["data"]).ShouldBeFalse();

        string Refused(DataCollector collector) => Should.Throw<ConfigurationException>(
            () => collector.Collect(folder["data"], 1, CancellationToken.None)).Message;
    }

    [Fact]
    public void Collect_Clipped_LearnsTheBandit()
    {
        using var folder = new TemporaryFolder();
        CollectSettings settings = Small(CollectorName.Clipped) with { Steps = 5000 };
        DataSetDescription made = new DataCollector(s_bandit, settings).Collect(folder["data"], 2, CancellationToken.None);
        OfflineDataSet read = OfflineDataSet.Read(folder["data"], LearnerFactory.Family(s_bandit).Spec);
        double share = read.Buffers.Average(LastPulls);
        share.ShouldBeGreaterThan(0.85);
        made.Buffers.ShouldAllBe(buffer => buffer.Steps >= 5000 && buffer.Steps < 5128);

        // Pay of the last 200 pulls against the best arm's.
        static double LastPulls(TaskBuffer buffer)
            => buffer.Rewards[^200..].Average(reward => (double)reward) / buffer.MdpTask.Parameters.Max();
    }

    [Fact]
    public void Recorded_ActionsBeyondTheLimit_AreClippedBeforeTheyAreExecuted()
    {
        using var folder = new TemporaryFolder();
        var collector = new DataCollector(s_point, Small(CollectorName.Random) with { ActionLimit = 0.05 });
        collector.Collect(folder["data"], 1, CancellationToken.None);
        collector.Clipped.ShouldBeGreaterThan(0);
        OfflineDataSet read = OfflineDataSet.Read(folder["data"], LearnerFactory.Family(s_point).Spec);
        read.Buffers.ShouldAllBe(buffer => buffer.Actions.All(action => Math.Abs(action) <= 0.05f));
    }

    /// <summary>The drone's episode ends at the goal or at the obstacle: nothing follows, so that no value does.</summary>
    [Fact]
    public void Collect_EpisodesThatEnd_HaveNoTail()
    {
        using var folder = new TemporaryFolder();
        TrainConfiguration drone = s_point with { Environment = "Drone-v1" };
        CollectSettings settings = Small(CollectorName.TrustRegion) with { Steps = 4000 };
        new DataCollector(drone, settings).Collect(folder["data"], 2, CancellationToken.None);
        OfflineDataSet read = OfflineDataSet.Read(folder["data"], LearnerFactory.Family(drone).Spec);
        read.Buffers.Sum(buffer => buffer.Terminated.Sum(mark => mark)).ShouldBeGreaterThan(0);
        foreach (TaskBuffer buffer in read.Buffers)
        {
            double[] tails = buffer.ReturnsAndTails(0.9).Tails;
            for (int episode = 0; episode < buffer.Episodes; episode++)
            {
                tails[buffer.EndOf(episode) - 1].ShouldBe(buffer.Terminated[episode] == 1 ? 0 : 0.9);
            }
        }
    }

    private static void Same(string first, string second)
    {
        string[] files = [.. Directory.GetFiles(first).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Directory.GetFiles(second).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ShouldBe(files);
        foreach (string file in files)
        {
            File.ReadAllBytes(Path.Combine(second, file)).ShouldBe(File.ReadAllBytes(Path.Combine(first, file)), file);
        }
    }
}
