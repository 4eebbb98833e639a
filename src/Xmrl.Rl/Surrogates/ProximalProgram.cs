using Xmrl.Autodiff;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.Surrogates;

/// <summary>Derivatives by the centre φ of G(θ, φ) = surrogate(θ) − weight·Σ over samples of a divergence between π_θ and π_φ.</summary>
/// <remarks>The recording of π_φ stands in the divergence alone: the ratios of the surrogate are to the policy that sampled, whose
/// dependence on φ is that of the samples.</remarks>
internal sealed class ProximalProgram
{
    /// <summary>Records and compiles.</summary>
    /// <param name="program">G with its derivatives by θ.</param>
    /// <param name="centre">π_φ.</param>
    /// <param name="weight">The weight. Shape [1, 1].</param>
    /// <param name="hessianProduct">G_θθ·u along the program's first direction.</param>
    public ProximalProgram(SurrogateProgram program, PolicyRecording centre, Node weight, Node[] hessianProduct)
    {
        Centre = centre;
        Weight = weight;
        Tape tape = centre.Tape;
        Node[] parameters = [.. program.Recording.Parameters];
        Node[] own = [.. centre.Parameters];
        Node[] direction = centre.DirectionInputs("centre direction");
        Node[] transposed = tape.VectorJacobian(program.Gradient, program.FirstDirection, own);
        Node[] cross = tape.VectorJacobian(tape.Gradient(program.Value, own), direction, parameters);
        Node[] joint = tape.VectorJacobian(
            [.. hessianProduct, .. transposed], [.. program.SecondDirection, .. direction], [.. parameters, .. own]);
        Transposed = CurvatureProgram.Compile(tape, transposed, program.FirstDirection);
        Cross = CurvatureProgram.Compile(tape, cross, direction);
        Joint = CurvatureProgram.Compile(tape, joint, [.. program.SecondDirection, .. direction]);
    }

    /// <summary>π_φ.</summary>
    public PolicyRecording Centre { get; }

    /// <summary>Weight of the divergence of one sample. Shape [1, 1].</summary>
    public Node Weight { get; }

    /// <summary>u → ∂_φ(uᵀ∇_θG) = (G_θφ)ᵀ·u.</summary>
    public CurvatureProgram Transposed { get; }

    /// <summary>v → G_θφ·v.</summary>
    public CurvatureProgram Cross { get; }

    /// <summary>(t, v) → the Hessian of Φ(θ, φ) = uᵀ∇_θG times (t, v), stacked: first by θ, then by φ. u is the first direction.</summary>
    public CurvatureProgram Joint { get; }
}
