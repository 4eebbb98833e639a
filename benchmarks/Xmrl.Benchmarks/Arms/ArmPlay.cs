using System.Diagnostics;
using Xmrl.MetaWorld.Arm;
using Xmrl.MetaWorld.Families;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Benchmarks.Arms;

/// <summary>Random moves of the mocap body and the engine's calls for them, with nothing observed and nothing rewarded: what a step of
/// Meta-World costs at least.</summary>
internal sealed class ArmPlay : IPlay
{
    private const int ActionTable = 1 << 14;
    private const int StepsPerAction = 5;
    private const double ActionScale = 0.01;

    private readonly ArmEnvironment _environment;
    private readonly bool _looks;
    private readonly Real[] _actions = new Real[ActionTable];
    private readonly Real[] _observation;
    private readonly int[] _ages;
    private readonly int _horizon;
    private int _next;

    /// <summary>Prepares the copies.</summary>
    /// <param name="environment">Copies of a task, which are disposed with this.</param>
    /// <param name="looks">Whether all that follows from the new state is computed after a step (mj_forward), as Meta-World does.</param>
    public ArmPlay(ArmEnvironment environment, bool looks)
    {
        (_environment, _looks) = (environment, looks);
        RandomKey.FromSeed(0).FillUniform(0, _actions);
        EnvironmentSpec spec = environment.Spec;
        _observation = new Real[spec.ObservationSize];
        _horizon = spec.Horizon;
        _ages = [.. Enumerable.Repeat(spec.Horizon, environment.Copies)];
    }

    public long Run(double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        long steps = 0;
        do
        {
            for (int i = 0; i < _ages.Length; i++)
            {
                if (_ages[i]++ == _horizon)
                {
                    _environment.Reset([i], default, _observation);
                    _ages[i] = 1;
                }

                Advance(_environment.CopyAt(i));
            }

            steps += _ages.Length;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds);
        return steps;
    }

    public void Dispose() => _environment.Dispose();

    private void Advance(ArmCopy copy)
    {
        Point led = copy.Lead();
        copy.Lead(new(
            Math.Clamp(led.X + Move(), -0.5, 0.5), Math.Clamp(led.Y + Move(), 0.4, 1), Math.Clamp(led.Z + Move(), 0.05, 0.5)));
        copy.Grip(Move() / ActionScale);
        _ = copy.Simulation.Step(StepsPerAction);
        if (_looks)
        {
            copy.Simulation.Forward();
        }
    }

    private double Move() => ActionScale * ((2 * _actions[_next++ % ActionTable]) - 1);
}
