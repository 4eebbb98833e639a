using Xmrl.Meta.Trials;
using Xmrl.Rl.Policies;
using Xmrl.Trials.Recurrent;

namespace Xmrl.Meta.Tests.Trials;

/// <summary>π(arm | history) of a policy with memory on a bandit, in a plain loop in double.</summary>
internal static class BanditPolicy
{
    public static double[] Probabilities(TrialLearner learner, Real[] theta, (int Arm, int Reward)[] history)
    {
        int size = learner.Policy.MemorySize;
        int arms = learner.Family.Spec.ActionChoices;
        double[] memory = new double[size];
        for (int step = 0; step <= history.Length; step++)
        {
            // Observation 1, then the last pull, its reward, and no start of a later trajectory.
            double[] x = new double[arms + 3];
            x[0] = 1;
            if (step > 0)
            {
                x[1 + history[step - 1].Arm] = 1;
                x[arms + 1] = history[step - 1].Reward;
            }

            memory = Next(learner, theta, x, memory);
        }

        TensorSpec weight = learner.Policy.Tensors[^2];
        double[] logits =
        [
            .. Enumerable.Range(0, arms).Select(arm => theta[learner.Policy.Tensors[^1].Offset + arm]
                + Enumerable.Range(0, size).Sum(i => theta[weight.Offset + (arm * size) + i] * memory[i])),
        ];
        double total = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / total)];
    }

    private static double[] Next(TrialLearner learner, Real[] theta, double[] x, double[] memory)
    {
        int size = memory.Length;
        TensorSpec input = ((GruPolicy)learner.Policy).Body.Tensors[^2];
        double[] p = [.. Enumerable.Range(0, 3 * size).Select(row => theta[((GruPolicy)learner.Policy).Body.Tensors[^1].Offset + row]
            + x.Select((value, i) => theta[input.Offset + (row * x.Length) + i] * value).Sum())];
        double[] s = [.. Enumerable.Range(0, 3 * size).Select(row => memory
            .Select((value, i) => theta[((GruPolicy)learner.Policy).MemoryWeight.Offset + (row * size) + i] * value).Sum())];
        return
        [
            .. Enumerable.Range(0, size).Select(i =>
            {
                double reset = 1 / (1 + Math.Exp(-p[i] - s[i]));
                double update = 1 / (1 + Math.Exp(-p[size + i] - s[size + i]));
                double own = s[(2 * size) + i] + theta[((GruPolicy)learner.Policy).MemoryBias.Offset + i];
                return ((1 - update) * Math.Tanh(p[(2 * size) + i] + (reset * own))) + (update * memory[i]);
            }),
        ];
    }
}
