namespace Xmrl.Rl.Environments.Navigation2D;

/// <summary>Constants of <c>Navigation2D-v1</c>; defaults from sg-mrl.txt §5 and Appendix H.</summary>
public sealed record Navigation2DOptions
{
    /// <summary>The reward; default −‖s − g‖².</summary>
    public Navigation2DReward Reward
    {
        get;
        init
        {
            if (!Enum.IsDefined(value))
            {
                throw new ArgumentOutOfRangeException(nameof(Reward), value, $"Reward must be one of {string.Join(", ", Enum.GetNames<Navigation2DReward>())}.");
            }

            field = value;
        }
    }

    /// <summary>Largest component of a velocity per step, in (0, 1]. Default 0.1.</summary>
    public double ActionLimit
    {
        get;
        init
        {
            if (!(value > 0 && value <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(ActionLimit), value, $"ActionLimit must lie in (0, 1]; found {value}.");
            }

            field = value;
        }
    }

    = 0.1;

    /// <summary>Steps after which an episode is truncated, ≥ 1. Default 100.</summary>
    public int Horizon
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value, nameof(Horizon));
            field = value;
        }
    }

    = 100;
}
