namespace Xmrl.Environments.Navigation2D;

/// <summary>What <c>Navigation2D-v1</c> pays for a step that ends at s.</summary>
public enum Navigation2DReward
{
    /// <summary>−‖s − g‖² (sg-mrl.txt §5).</summary>
    NegativeSquaredDistance,

    /// <summary>−‖s − g‖.</summary>
    NegativeDistance,
}
