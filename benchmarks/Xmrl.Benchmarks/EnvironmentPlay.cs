using System.Diagnostics;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Benchmarks;

/// <summary>Random actions in all copies of one task, with resets where episodes end.</summary>
internal sealed class EnvironmentPlay : IPlay
{
    private const int ActionTable = 1 << 14;

    private readonly RandomKey _key;
    private readonly IEnvironment _environment;
    private readonly int[] _all;
    private readonly Real[] _actions = new Real[ActionTable];
    private readonly Real[] _observations;
    private readonly Real[] _rewards;
    private readonly bool[] _terminated;
    private readonly bool[] _truncated;
    private readonly bool[] _succeeded;
    private readonly int _actionLength;
    private ulong _episode;
    private int _next;

    public EnvironmentPlay(IEnvironmentFamily family, int index, int copies)
        : this(family.Spec, family.Create(family.SampleTask(RandomKey.FromSeed((ulong)index), index), copies), index)
    {
    }

    /// <summary>Plays in copies of one task.</summary>
    /// <param name="spec">Sizes.</param>
    /// <param name="environment">The copies, which are disposed with this.</param>
    /// <param name="index">Decides the actions.</param>
    public EnvironmentPlay(EnvironmentSpec spec, IEnvironment environment, int index)
    {
        int copies = environment.Copies;
        _key = RandomKey.FromSeed((ulong)index);
        _environment = environment;
        _all = [.. Enumerable.Range(0, copies)];
        _observations = new Real[copies * spec.ObservationSize];
        _rewards = new Real[copies];
        _terminated = new bool[copies];
        _truncated = new bool[copies];
        _succeeded = new bool[copies];
        _actionLength = copies * spec.ActionSize;
        _key.FillUniform(0, _actions);
        for (int i = 0; i < _actions.Length; i++)
        {
            _actions[i] = (2 * _actions[i]) - 1;
        }

        _environment.Reset(_all, _key, _observations);
    }

    public long Run(double seconds)
    {
        long began = Stopwatch.GetTimestamp();
        long steps = 0;
        do
        {
            _next = (_next + _actionLength) % (ActionTable - _actionLength);
            _environment.Step(_all, _actions.AsSpan(_next, _actionLength), new StepResult
            {
                Observations = _observations,
                Rewards = _rewards,
                Terminated = _terminated,
                Truncated = _truncated,
                Succeeded = _succeeded,
            });
            for (int copy = 0; copy < _all.Length; copy++)
            {
                if (_terminated[copy] || _truncated[copy])
                {
                    _environment.Reset(_all.AsSpan(copy, 1), _key.Derive(++_episode), _observations);
                }
            }

            steps += _all.Length;
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds);
        return steps;
    }

    public void Dispose() => ((IDisposable)_environment).Dispose();
}
