using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Latents.Trials;

/// <summary>A trial as it was played, step after step: what the environment showed and paid, what the policy saw and did.</summary>
internal sealed class LatentTrial
{
    private readonly EnvironmentSpec _spec;
    private readonly int _trajectories;

    /// <summary>Makes room for a trial.</summary>
    /// <param name="spec">The environment.</param>
    /// <param name="features">F, inputs of the policy.</param>
    /// <param name="trajectories">E, trajectories of the trial.</param>
    public LatentTrial(EnvironmentSpec spec, int features, int trajectories)
    {
        (_spec, _trajectories) = (spec, trajectories);
        int steps = checked(trajectories * spec.Horizon);
        Observations = new Real[steps * spec.ObservationSize];
        Next = new Real[steps * spec.ObservationSize];
        Actions = new Real[steps * spec.ActionSize];
        Rewards = new Real[steps];
        LearnedRewards = new Real[steps];
        Features = new Real[steps * features];
        Starts = new int[trajectories + 1];
        Returns = new double[trajectories];
        Succeeded = new bool[trajectories];
        Terminated = new bool[trajectories];
    }

    /// <summary>T, steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>Trajectories that have ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Raw observations before each step. Shape [T, O].</summary>
    public Real[] Observations { get; }

    /// <summary>Raw observations after each step. Shape [T, O].</summary>
    public Real[] Next { get; }

    /// <summary>Executed actions. Shape [T, A].</summary>
    public Real[] Actions { get; }

    /// <summary>Rewards as the environment paid them. Shape [T].</summary>
    public Real[] Rewards { get; }

    /// <summary>Rewards that the policy learns from and the encoder sees: those of a model in a virtual trial. Shape [T].</summary>
    public Real[] LearnedRewards { get; }

    /// <summary>o, μ, ln σ² and q(y), not normalised. Shape [T, F].</summary>
    public Real[] Features { get; }

    /// <summary>First step of each trajectory, then T. Shape [E + 1].</summary>
    public int[] Starts { get; }

    /// <summary>Undiscounted real return of each trajectory. Shape [E].</summary>
    public double[] Returns { get; }

    /// <summary>Whether each trajectory succeeded. Shape [E].</summary>
    public bool[] Succeeded { get; }

    /// <summary>Whether each trajectory ended by the process. Shape [E].</summary>
    public bool[] Terminated { get; }

    /// <summary>Numbers of a trial of an environment in a row.</summary>
    public static int Width(EnvironmentSpec spec, int features, int trajectories)
        => 1 + (4 * trajectories)
            + (trajectories * spec.Horizon * ((2 * spec.ObservationSize) + spec.ActionSize + 2 + features));

    /// <summary>Adds a step, whose observation and features were written before.</summary>
    /// <param name="reward">As paid.</param>
    /// <param name="learned">As learned from.</param>
    public void Add(Real reward, Real learned)
    {
        Rewards[Steps] = reward;
        LearnedRewards[Steps] = learned;
        Returns[Ended] += reward;
        Steps++;
    }

    /// <summary>Ends a trajectory after the last step.</summary>
    /// <param name="terminated">Whether the process ended.</param>
    /// <param name="succeeded">Whether in success.</param>
    public void End(bool terminated, bool succeeded)
    {
        (Terminated[Ended], Succeeded[Ended]) = (terminated, succeeded);
        Starts[++Ended] = Steps;
    }

    /// <summary>The trajectory of a trial of one, as a rollout.</summary>
    /// <param name="task">The task.</param>
    public Rollout ToRollout(MdpTask task) => Rollout.Of(task, _spec, new RecordedTrajectory
    {
        Observations = [.. Observations.Take(Steps * _spec.ObservationSize).Chunk(_spec.ObservationSize)],
        Actions = [.. Actions.Take(Steps * _spec.ActionSize).Chunk(_spec.ActionSize)],
        Rewards = Rewards[..Steps],
        FinalObservation = Next[((Steps - 1) * _spec.ObservationSize)..(Steps * _spec.ObservationSize)],
        Terminated = Terminated[0],
        Succeeded = Succeeded[0],
    });

    /// <summary>Writes the trial into a row, for other processes.</summary>
    /// <param name="row">Receives it. Shape [<see cref="Width"/>].</param>
    public void Write(Span<double> row)
    {
        row[0] = Steps;
        int next = 1;
        for (int e = 0; e < _trajectories; e++)
        {
            row[next++] = Starts[e + 1];
            row[next++] = Returns[e];
            row[next++] = Succeeded[e] ? 1 : 0;
            row[next++] = Terminated[e] ? 1 : 0;
        }

        foreach (Real[] values in Numbers)
        {
            foreach (Real value in values)
            {
                row[next++] = value;
            }
        }
    }

    /// <summary>Reads a trial from a row.</summary>
    /// <param name="row">What <see cref="Write"/> wrote.</param>
    public void Read(ReadOnlySpan<double> row)
    {
        (Steps, Ended) = ((int)row[0], _trajectories);
        int next = 1;
        for (int e = 0; e < _trajectories; e++)
        {
            Starts[e + 1] = (int)row[next++];
            Returns[e] = row[next++];
            Succeeded[e] = row[next++] > 0;
            Terminated[e] = row[next++] > 0;
        }

        foreach (Real[] values in Numbers)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = (Real)row[next++];
            }
        }
    }

    /// <summary>One step of a matrix of rows.</summary>
    /// <param name="rows">Rows, step after step.</param>
    /// <param name="step">The step.</param>
    /// <param name="size">Numbers of a row.</param>
    public static Span<Real> At(Real[] rows, int step, int size) => rows.AsSpan(step * size, size);

    private Real[][] Numbers => [Observations, Next, Actions, Rewards, LearnedRewards, Features];
}
