using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;

namespace Xmrl.Contracts;

/// <summary>Everything that one copy showed during one episode under random actions.</summary>
public sealed class Transcript
{
    public List<Real> Values { get; } = [];

    public int Steps { get; private set; }

    public bool Terminated { get; private set; }

    public bool Truncated { get; private set; }

    public bool Succeeded { get; private set; }

    /// <summary>Runs one episode in each of the given copies; the actions of copy c depend on the key, c and the step alone.</summary>
    public static Dictionary<int, Transcript> Record(IEnvironment environment, int[] copies, RandomKey key)
    {
        int observationSize = environment.Spec.ObservationSize;
        int actionSize = environment.Spec.ActionSize;
        Dictionary<int, Transcript> transcripts = copies.ToDictionary(copy => copy, _ => new Transcript());
        StepBuffers buffers = new(environment.Spec, copies.Length);
        environment.Reset(copies, key, buffers.Observations);
        for (int i = 0; i < copies.Length; i++)
        {
            transcripts[copies[i]].Values.AddRange(buffers.Observations.AsSpan(i * observationSize, observationSize));
        }

        int[] active = copies;
        for (int t = 0; active.Length > 0; t++)
        {
            t.ShouldBeLessThan(environment.Spec.Horizon, "an episode ran past the horizon");
            for (int i = 0; i < active.Length; i++)
            {
                RandomKey actionKey = key.Derive(RandomPurpose.Action).Derive((ulong)active[i]);
                Span<Real> action = buffers.Actions.AsSpan(i * actionSize, actionSize);
                if (environment.Spec.ActionChoices > 0)
                {
                    action[0] = actionKey.Integer((ulong)t, environment.Spec.ActionChoices);
                }
                else
                {
                    actionKey.FillNormal((ulong)(t * actionSize), action);
                }
            }

            environment.Step(active, buffers.Actions.AsSpan(0, active.Length * actionSize), buffers.Result);
            List<int> rest = [];
            for (int i = 0; i < active.Length; i++)
            {
                if (transcripts[active[i]].Add(buffers, i, observationSize))
                {
                    rest.Add(active[i]);
                }
            }

            active = [.. rest];
        }

        return transcripts;
    }

    private bool Add(StepBuffers buffers, int row, int observationSize)
    {
        Values.AddRange(buffers.Observations.AsSpan(row * observationSize, observationSize));
        Values.Add(buffers.Rewards[row]);
        Steps++;
        Terminated = buffers.Terminated[row];
        Truncated = buffers.Truncated[row];
        Succeeded = buffers.Succeeded[row];
        return !Terminated && !Truncated;
    }
}
