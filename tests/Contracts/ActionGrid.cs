using Xmrl.Numerics.Matrices;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Contracts;

/// <summary>All actions of a policy at one observation: the choices, or a grid that is fine and wide enough for sums over it to be
/// integrals. With it an expectation over actions is a sum.</summary>
public sealed class ActionGrid
{
    /// <summary>A smooth density is integrated to 1e-15 by steps of a third of its deviation out to eight deviations.</summary>
    private const int PointsPerDimension = 49;
    private const double Reach = 8;

    private const int Draws = 400;

    private readonly IPolicy _policy;
    private readonly Real[] _observation;
    private readonly double _cell;
    private readonly Real[][] _actions;

    /// <summary>Lays the grid around what the policy draws.</summary>
    public ActionGrid(IPolicy policy, Real[] parameters, Real[] observation)
    {
        _policy = policy;
        _observation = observation;
        if (policy.ActionChoices > 0)
        {
            _cell = 1;
            _actions = [.. Enumerable.Range(0, policy.ActionChoices).Select(choice => new[] { (Real)choice })];
            return;
        }

        Real[][] drawn = Draw(policy, parameters, observation, Draws);
        _cell = 1;
        IEnumerable<Real[]> points = [[]];
        for (int a = 0; a < policy.ActionSize; a++)
        {
            double mean = drawn.Average(action => (double)action[a]);
            double deviation = Math.Sqrt(drawn.Average(action => (action[a] - mean) * (action[a] - mean)));
            double step = 2 * Reach * deviation / (PointsPerDimension - 1);
            _cell *= step;
            points = points.SelectMany(point => Enumerable.Range(0, PointsPerDimension)
                .Select(i => (Real[])[.. point, (Real)(mean + ((i - ((PointsPerDimension - 1) / 2)) * step))]));
        }

        _actions = [.. points];
    }

    /// <summary>Number of actions.</summary>
    public int Count => _actions.Length;

    /// <summary>A component of an action.</summary>
    public double this[int action, int component] => _actions[action][component];

    /// <summary>The whole grid as samples at the observation, in trajectories of at most 500.</summary>
    public SampleBatch Batch() => Batch(_policy, _observation, _actions);

    /// <summary>ln π_θ of every action.</summary>
    public double[] LogProbabilities(SurrogateEvaluator evaluator, Real[] parameters)
    {
        SampleBatch batch = Batch();
        evaluator.Remember(parameters, batch);
        return [.. batch.Sampled!.LogProbabilities.Select(value => (double)value)];
    }

    /// <summary>What a sum over the grid multiplies a function with to be its expectation under π_θ.</summary>
    public double[] Weights(SurrogateEvaluator evaluator, Real[] parameters)
        => [.. LogProbabilities(evaluator, parameters).Select(log => _cell * Math.Exp(log))];

    /// <summary>Actions drawn with noise 0, 1, 2, ….</summary>
    public static Real[][] Draw(IPolicy policy, Real[] parameters, Real[] observation, int count)
    {
        IPolicyActor actor = policy.CreateActor(count);
        actor.Load(parameters);
        var noise = new Real[policy.ActionSize * count];
        policy.FillNoise(RandomKey.FromSeed(23), 0, noise);
        var actions = new Real[noise.Length];
        actor.Act(
            new ConstMatrix(Repeat(observation, count), observation.Length, count),
            new ConstMatrix(noise, policy.ActionSize, count),
            new Matrix(actions, policy.ActionSize, count));
        return [.. Enumerable.Range(0, count).Select(i =>
            (Real[])[.. Enumerable.Range(0, policy.ActionSize).Select(a => actions[(a * count) + i])])];
    }

    /// <summary>Actions as samples at one observation.</summary>
    public static SampleBatch Batch(IPolicy policy, Real[] observation, Real[][] actions)
    {
        const int Longest = 500;
        int[] starts = [.. Enumerable.Range(0, (actions.Length + Longest - 1) / Longest).Select(i => i * Longest), actions.Length];
        var batch = new SampleBatch(policy.ObservationSize, policy.EncodedActionSize, starts);
        policy.Normalize(new ConstMatrix(Repeat(observation, actions.Length), observation.Length, actions.Length), batch.Observations);
        Real[] rows = [.. Enumerable.Range(0, policy.ActionSize).SelectMany(a => actions.Select(action => action[a]))];
        policy.EncodeActions(new ConstMatrix(rows, policy.ActionSize, actions.Length), batch.Actions);
        return batch;
    }

    private static Real[] Repeat(Real[] observation, int count)
        => [.. observation.SelectMany(value => Enumerable.Repeat(value, count))];
}
