using Xmrl.Numerics.Matrices;

namespace Xmrl.Rl.Policies;

/// <summary>The first choice whose distribution function exceeds a uniform number.</summary>
internal sealed class CategoricalActor(CategoricalMlpPolicy policy, int capacity) : IPolicyActor
{
    private readonly PolicyForward _forward = policy.CreateForward(capacity);
    private readonly AlignedBuffer _logits = new(policy.ActionChoices * AlignedBuffer.PaddedStride(capacity));

    public int Capacity => capacity;

    public void Load(ReadOnlySpan<Real> parameters) => _forward.Load(parameters);

    public void Act(ConstMatrix observations, ConstMatrix noise, Matrix actions)
    {
        Matrix logits = Logits(observations);
        for (int i = 0; i < logits.Columns; i++)
        {
            double largest = logits[Likeliest(logits, i), i];
            double total = 0;
            for (int c = 0; c < logits.Rows; c++)
            {
                total += Math.Exp(logits[c, i] - largest);
            }

            // Rounding may leave a rest after the last choice; it falls to the last one that has a probability.
            double rest = noise[0, i] * total;
            int choice = 0;
            for (int c = 0; c < logits.Rows; c++)
            {
                double weight = Math.Exp(logits[c, i] - largest);
                if (weight > 0)
                {
                    choice = c;
                    rest -= weight;
                }

                if (rest < 0)
                {
                    break;
                }
            }

            actions[0, i] = choice;
        }
    }

    public void Mode(ConstMatrix observations, Matrix actions)
    {
        Matrix logits = Logits(observations);
        for (int i = 0; i < logits.Columns; i++)
        {
            actions[0, i] = Likeliest(logits, i);
        }
    }

    private static int Likeliest(Matrix logits, int sample)
    {
        int best = 0;
        for (int c = 1; c < logits.Rows; c++)
        {
            best = logits[c, sample] > logits[best, sample] ? c : best;
        }

        return best;
    }

    private Matrix Logits(ConstMatrix observations)
    {
        Matrix logits = new(_logits.Span, policy.ActionChoices, observations.Columns, AlignedBuffer.PaddedStride(observations.Columns));
        _forward.Output(observations, logits);
        return logits;
    }
}
