using Xmrl.MuJoCo.Locomotion;
using Xmrl.MuJoCo.Simulations;

namespace Xmrl.Benchmarks;

/// <summary>Speed of the MuJoCo environments under random actions, beside a loop that only steps the engine, measured in turn within one
/// run.</summary>
public static class PhysicsBenchmark
{
    private const int Copies = 20;
    private const int Pairs = 5;
    private const double Seconds = 0.3;
    internal const double WarmUpSeconds = 0.1;

    /// <summary>Measures the velocity environment of each robot with one and with two threads; takes about half a minute.</summary>
    /// <param name="cancellation">Checked between measurements.</param>
    /// <returns>One result per environment and number of threads; none where MuJoCo cannot be used.</returns>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IEnumerable<PhysicsResult> Run(CancellationToken cancellation)
    {
        if (!MuJoCoEngine.Status.IsAvailable)
        {
            yield break;
        }

        using var bare = new BarePhysicsLoop();
        foreach (Robot robot in Enum.GetValues<Robot>())
        {
            var family = new LocomotionFamily(robot, Goal.Velocity);
            foreach (int threads in (int[])[1, 2])
            {
                yield return Measure(family, threads, bare, cancellation);
            }
        }
    }

    private static PhysicsResult Measure(LocomotionFamily family, int threads, BarePhysicsLoop bare, CancellationToken cancellation)
    {
        using var group = new PlayGroup(threads, thread => new EnvironmentPlay(family, thread, Copies), WarmUpSeconds);
        var pairs = new (PlayRate Own, PlayRate Bare)[Pairs];
        for (int i = 0; i < Pairs; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            pairs[i] = (group.Measure(Seconds), bare.Measure(family, threads, Copies, Seconds));
        }

        double rate = Median(pairs.Select(static pair => pair.Own.PerSecond));
        return new PhysicsResult(
            family.Spec.Id,
            MuJoCoEngine.Library.Layout.Version,
            threads,
            Copies,
            rate,
            rate * family.Description.StepsPerAction,
            Median(pairs.Select(static pair => pair.Bare.PerSecond)),
            bare.Language,
            Median(pairs.Select(static pair => pair.Own.PerProcessorSecond / pair.Bare.PerProcessorSecond)));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Pairs / 2);
}
