using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Rollouts;

namespace Xmrl.Meta.Gradient;

/// <summary>Adaptation by the learner's own rule on fresh rollouts: learned inner step sizes are those of θ, implicit MAML solves its
/// proximal problem around the policy before each step, CAVIA begins with the context of θ.</summary>
/// <param name="learner">The learner.</param>
internal sealed class GradientAdaptation(GradientLearner learner) : IParameterAdaptation
{
    /// <inheritdoc/>
    public int Steps => learner.InnerStep.Steps;

    /// <inheritdoc/>
    public AdaptationCurve Measure(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        GradientWorker own = learner.Worker(worker);
        TaskRollouts data = Data(own, task, request, key);
        IReadOnlyList<Real[]> path = own.Adapt(parameters, request.Steps, data).Path.Parameters;
        var points = new AdaptationPoint[path.Count];
        for (int k = 0; k < points.Length; k++)
        {
            bool isWanted = !request.LastStepOnly || k == request.Steps;
            RandomKey scoreKey = key.Derive(RandomPurpose.Evaluation).Derive((ulong)k);
            points[k] = new AdaptationPoint(
                data.Spent[k],
                Score(path[k], isWanted ? request.SampledTrajectories : 0, false, scoreKey),
                Score(path[k], isWanted ? request.MeanTrajectories : 0, true, scoreKey));
        }

        return new AdaptationCurve(points);

        double Score(Real[] theta, int trajectories, bool meanActions, RandomKey scoreKey)
        {
            if (trajectories == 0)
            {
                return double.NaN;
            }

            own.Sample(task, theta, new RolloutRequest { Trajectories = trajectories, Key = scoreKey, MeanActions = meanActions });
            return learner.Family.Spec.HasSuccess ? own.Rollout.SuccessRate : own.Rollout.MeanReturn;
        }
    }

    /// <inheritdoc/>
    public Rollout Trace(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
        => learner.Worker(worker).SampleOwn(
            task, Adapted(worker, parameters, task, request, key),
            new RolloutRequest { Trajectories = 1, Key = key.Derive(RandomPurpose.Evaluation), MeanActions = true });

    /// <inheritdoc/>
    public Real[] Adapted(int worker, Real[] parameters, MdpTask task, AdaptationRequest request, RandomKey key)
    {
        GradientWorker own = learner.Worker(worker);
        return own.Adapt(parameters, request.Steps, Data(own, task, request, key)).Path.Adapted;
    }

    private static TaskRollouts Data(GradientWorker worker, MdpTask task, AdaptationRequest request, RandomKey key)
        => new(worker, new TaskPlan { MdpTask = task }, request.AdaptationTrajectories, key);
}
