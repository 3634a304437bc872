/** The page's one script: filters the debts. Without it the page shows them all. */
export const script = `(()=>{
const words=document.getElementById('words'),layer=document.getElementById('layer'),shown=document.getElementById('shown'),nothing=document.getElementById('nothing')
if(!words)return
const debts=[...document.querySelectorAll('.debt')].map(node=>({node,text:node.textContent.toLowerCase()}))
const boxes=[...document.querySelectorAll('input[name=severity]')]
const apply=()=>{
const wanted=words.value.toLowerCase().split(/\\s+/).filter(Boolean),severities=new Set(boxes.filter(box=>box.checked).map(box=>box.value))
let count=0
for(const {node,text} of debts){
const show=severities.has(node.dataset.severity)&&(layer.value===''||node.dataset.layer===layer.value)&&wanted.every(word=>text.includes(word))
node.hidden=!show
if(show)count++
}
shown.textContent=count+' shown'
nothing.hidden=count>0
}
words.form.addEventListener('submit',event=>event.preventDefault())
for(const control of [words,layer,...boxes])control.addEventListener('input',apply)
addEventListener('beforeprint',()=>{for(const {node} of debts)if(/P[01]/.test(node.dataset.severity))node.firstElementChild.open=true})
})()`
