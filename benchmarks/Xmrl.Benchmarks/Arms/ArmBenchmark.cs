using System.Diagnostics;
using Xmrl.MetaWorld.Families;
using Xmrl.MetaWorld.Tasks;
using Xmrl.MuJoCo.Simulations;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Benchmarks.Arms;

/// <summary>Speed of Meta-World's tasks under random actions, beside loops that only call the engine, measured in turn within one
/// run.</summary>
public static class ArmBenchmark
{
    private const int Copies = 4;
    private const int Rounds = 151;
    private const double Seconds = 0.004;
    private const double WarmUpSeconds = 0.1;

    /// <summary>Why nothing is measured; null where engine and model files can be used.</summary>
    public static string? Missing => MetaWorldFamily.Many().Missing;

    /// <summary>Measures each of the fifteen tasks on one thread; takes about half a minute.</summary>
    /// <param name="cancellation">Checked between measurements.</param>
    /// <returns>One result per task, the training tasks first; none where engine or model files are missing.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IEnumerable<ArmResult> Run(CancellationToken cancellation)
        => Missing is null ? ArmTasks.All.Select(task => Measure(task, cancellation)) : [];

    private static ArmResult Measure(ArmTask task, CancellationToken cancellation)
    {
        var family = MetaWorldFamily.Single(task);
        MdpTask drawn = family.SampleTask(RandomKey.FromSeed(0), 0);
        ArmEnvironment played = Make();
        using var whole = new EnvironmentPlay(family.Spec, played, 0);
        using var engine = new ArmPlay(Make(), looks: true);
        using var steps = new ArmPlay(Make(), looks: false);
        IPlay[] plays = [whole, engine, steps];
        foreach (IPlay play in plays)
        {
            _ = play.Run(WarmUpSeconds);
        }

        // Short stretches, of which other work on the machine interrupts a few alone.
        var rates = new double[plays.Length][];
        double[] shares = new double[Rounds];
        for (int i = 0; i < plays.Length; i++)
        {
            rates[i] = new double[Rounds];
        }

        for (int round = 0; round < Rounds; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < plays.Length; i++)
            {
                double before = played.EngineUse.Seconds;
                long began = Stopwatch.GetTimestamp();
                long made = plays[i].Run(Seconds);
                double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                rates[i][round] = made / seconds;
                shares[round] = i == 0 ? (played.EngineUse.Seconds - before) / seconds : shares[round];
            }
        }

        double share = Median(shares);
        return new ArmResult(
            task.Name, MuJoCoEngine.Library.Layout.Version, Copies, Median(rates[0]), Median(rates[1]), share,
            share * Median(rates[1]) / Median(rates[2]));

        ArmEnvironment Make() => (ArmEnvironment)family.Create(drawn, Copies);
    }

    private static double Median(double[] values) => values.Order().ElementAt(Rounds / 2);
}
